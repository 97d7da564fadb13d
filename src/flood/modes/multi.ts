import { mode } from './mode.ts'

export const multi = mode({
  name: 'multi',
  kakapo: 'MULTI',
  summary: 'bursts from all sources at once',
  before: ['condition'],
  cycle: ['canaries', 'delay', 'burst-all', 'keepalive'],
})
