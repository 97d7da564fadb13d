import { mode } from './mode.ts'

export const singleOnly = mode({
  name: 'single-only',
  kakapo: 'SINGLEONLY',
  summary: 'bursts from the first source, back to back: no conditioning, no pause',
  cycle: ['canaries', 'burst-first', 'canaries'],
})
