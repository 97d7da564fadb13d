import { mode } from './mode.ts'

export const single = mode({
  name: 'single',
  kakapo: 'SINGLE',
  summary: 'bursts from the first source into a device that all sources have filled',
  before: ['condition'],
  cycle: ['canaries', 'delay', 'burst-first', 'keepalive'],
  after: ['delay', 'canaries'],
})
