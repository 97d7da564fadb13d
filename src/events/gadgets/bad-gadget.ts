import { AROUND_0, defineGadget, rankedNetwork } from './define.ts'

export const badGadget = defineGadget({
  name: 'bad-gadget',
  summary: 'no stable state at all: it oscillates for ever',
  source: 'Griffin, Shepherd, Wilfong: The Stable Paths Problem and Interdomain Routing, 2002',
  network: rankedNetwork({
    1: ['130', '10'],
    2: ['210', '20'],
    3: ['3420', '30'],
    4: ['420', '430'],
  }),
  stableStates: 0,
  places: AROUND_0,
})
