import { perClass } from './per-class.ts'

export const wadup = perClass(
  'wadup',
  'Announcements of a withdrawn prefix, over the same route as before.',
)
