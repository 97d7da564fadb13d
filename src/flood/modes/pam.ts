import { mode } from './mode.ts'

export const pam = mode({
  name: 'pam',
  kakapo: 'PAM',
  summary: 'bursts from the first source, then both rate tests',
  before: ['condition'],
  cycle: ['canaries', 'delay', 'burst-first', 'keepalive'],
  after: ['rate-first', 'rate-all'],
  needsSink: true,
})
