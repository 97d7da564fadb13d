import { defineGadget, rankedNetwork } from './define.ts'

export const disagree = defineGadget({
  name: 'disagree',
  summary: 'two routers that prefer the way through each other: two stable states, chance decides',
  source: 'Griffin, Shepherd, Wilfong: The Stable Paths Problem and Interdomain Routing, 2002',
  network: rankedNetwork({ 1: ['120', '10'], 2: ['210', '20'] }),
  stableStates: 2,
  places: { 0: [0.5, 0.95], 1: [0.1, 0.15], 2: [0.9, 0.15] },
})
