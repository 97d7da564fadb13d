import { mode } from './mode.ts'

export const file = mode({
  name: 'file',
  kakapo: 'FILE',
  summary: 'the messages of a file, again and again',
  cycle: ['file'],
  between: ['keepalive', 'delay'],
})
