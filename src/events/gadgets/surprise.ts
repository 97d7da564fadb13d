import { AROUND_0, defineGadget, rankedNetwork } from './define.ts'

export const surprise = defineGadget({
  name: 'surprise',
  summary: 'safe until one link fails: what is left has no stable state',
  source:
    'after Griffin, Shepherd, Wilfong: The Stable Paths Problem and Interdomain Routing, 2002',
  network: rankedNetwork({
    1: ['130', '10'],
    2: ['210', '20'],
    3: ['3420', '30'],
    4: ['40', '420', '430'],
  }),
  stableStates: 1,
  places: AROUND_0,
  acts: [
    { name: '4--0 fails', down: [['4', '0']] },
    { name: '4--0 is back', up: [['4', '0']] },
  ],
})
