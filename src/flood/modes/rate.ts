import { mode } from './mode.ts'

export const rate = mode({
  name: 'rate',
  kakapo: 'RATE',
  summary: 'UPDATEs a second with a window of outstanding ones, all sources',
  before: ['canaries', 'condition', 'canaries', 'settle'],
  cycle: ['rate-all'],
  once: true,
  needsSink: true,
})
