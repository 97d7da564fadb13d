import { mode } from './mode.ts'

export const func = mode({
  name: 'func',
  kakapo: 'FUNCTEST',
  summary: 'one UPDATE at a time: what comes back must be what was sent',
  before: ['canaries', 'condition', 'canaries', 'settle'],
  cycle: ['function'],
  once: true,
  needsSink: true,
})
