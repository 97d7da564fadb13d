import { perClass } from './per-class.ts'

export const wadiff = perClass(
  'wadiff',
  'Announcements of a withdrawn prefix, over another route than before.',
)
