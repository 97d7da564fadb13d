import { mode } from './mode.ts'

export const singleOnly = mode({
  name: 'single-only',
  kakapo: 'SINGLEONLY',
  summary: 'bursts from the first source, without conditioning or pause',
  cycle: ['canaries', 'burst-first', 'canaries'],
})
