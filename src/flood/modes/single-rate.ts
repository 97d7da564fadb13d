import { mode } from './mode.ts'

export const singleRate = mode({
  name: 'single-rate',
  kakapo: 'SINGLERATE',
  summary: 'the same from the first source only',
  before: ['canaries', 'condition', 'canaries', 'settle'],
  cycle: ['rate-first'],
  once: true,
  needsSink: true,
})
