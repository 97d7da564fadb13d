import { AROUND_0, defineGadget, rankedNetwork } from './define.ts'

export const naughtyGadget = defineGadget({
  name: 'naughty-gadget',
  summary: 'one stable state, and orders of messages that never lead to it',
  source: 'Griffin, Shepherd, Wilfong: The Stable Paths Problem and Interdomain Routing, 2002',
  network: rankedNetwork({
    1: ['130', '10'],
    2: ['210', '20'],
    3: ['3420', '30'],
    4: ['430', '420'],
  }),
  stableStates: 1,
  places: AROUND_0,
})
