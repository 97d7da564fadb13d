import { mode } from './mode.ts'

export const both = mode({
  name: 'both',
  kakapo: 'BOTH',
  summary: 'in each cycle a burst from the first source, then one from all',
  before: ['condition'],
  cycle: ['canaries', 'delay', 'burst-first', 'canaries', 'delay', 'burst-all', 'keepalive'],
})
