import type { NetworkSession } from '../exact/network.ts'
import { defineGadget } from './define.ts'

/** AS 1 asks AS 2 with a community to use the direct way only when there is no other. */
const BACKUP = (2 << 16) | 50

const customerOf = (customer: string, provider: string): NetworkSession => ({
  ends: [provider, customer],
  policies: [{ relation: 'customer' }, { relation: 'provider' }],
})

export const wedgie = defineGadget({
  name: 'wedgie',
  summary: 'a backup link that stays in use after the main one is back, until it is cut itself',
  source: 'RFC 4264 section 3, figure 1',
  network: {
    routers: [
      { name: 'as1', asn: 1, announces: { origin: 'igp', asPath: [], communities: [BACKUP] } },
      { name: 'as2', asn: 2 },
      { name: 'as3', asn: 3 },
      { name: 'as4', asn: 4 },
    ],
    sessions: [
      {
        ends: ['as2', 'as1'],
        policies: [
          { relation: 'customer', imports: [{ community: BACKUP, asPath: [1], localPref: 50 }] },
          { relation: 'provider' },
        ],
      },
      customerOf('as1', 'as4'),
      customerOf('as2', 'as3'),
      { ends: ['as3', 'as4'], policies: [{ relation: 'peer' }, { relation: 'peer' }] },
    ],
  },
  stableStates: 2,
  places: { as1: [0.5, 0.95], as2: [0.05, 0.5], as3: [0.05, 0.02], as4: [0.95, 0.02] },
  acts: [
    { name: 'main link fails', down: [['as1', 'as4']] },
    { name: 'main link is back', up: [['as1', 'as4']] },
    { name: 'backup link is cut', down: [['as1', 'as2']] },
    { name: 'backup link is back', up: [['as1', 'as2']] },
  ],
})
