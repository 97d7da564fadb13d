import { perClass } from './per-class.ts'

export const aadup = perClass(
  'aadup',
  'Announcements that repeat a route that held, with the same path attributes.',
)
