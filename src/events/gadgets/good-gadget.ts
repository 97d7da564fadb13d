import { AROUND_0, defineGadget, rankedNetwork } from './define.ts'

export const goodGadget = defineGadget({
  name: 'good-gadget',
  summary: 'preferences that are not shortest paths, and still one state that is always reached',
  source: 'Griffin, Shepherd, Wilfong: The Stable Paths Problem and Interdomain Routing, 2002',
  network: rankedNetwork({ 1: ['130', '10'], 2: ['210', '20'], 3: ['30'], 4: ['430', '420'] }),
  stableStates: 1,
  places: AROUND_0,
})
