import { perClass } from './per-class.ts'

export const aadiff = perClass(
  'aadiff',
  'Announcements in place of a route that held, with other path attributes.',
)
