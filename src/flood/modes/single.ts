import { mode } from './mode.ts'

export const single = mode({
  name: 'single',
  kakapo: 'SINGLE',
  summary: 'bursts from the first source; all sources fill the device first',
  before: ['condition'],
  cycle: ['canaries', 'delay', 'burst-first', 'keepalive'],
  after: ['delay', 'canaries'],
})
