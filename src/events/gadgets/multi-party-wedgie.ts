import type { NetworkSession } from '../exact/network.ts'
import { defineGadget } from './define.ts'

/** AS 1 asks AS 2 and AS 5 to use their direct ways only when there is no other. */
const BACKUP = (1 << 16) | 50

const backupOf = (provider: string): NetworkSession => ({
  ends: [provider, 'as1'],
  policies: [
    { relation: 'customer', imports: [{ community: BACKUP, asPath: [1], localPref: 50 }] },
    { relation: 'provider' },
  ],
})

const customerOf = (customer: string, provider: string): NetworkSession => ({
  ends: [provider, customer],
  policies: [{ relation: 'customer' }, { relation: 'provider' }],
})

const peers = (a: string, b: string): NetworkSession => ({
  ends: [a, b],
  policies: [{ relation: 'peer' }, { relation: 'peer' }],
})

export const multiPartyWedgie = defineGadget({
  name: 'multi-party-wedgie',
  summary:
    'two backup links: a reset helps only where the traffic is, and chance decides where that is',
  source: 'RFC 4264 section 4, figure 3',
  network: {
    routers: [
      { name: 'as1', asn: 1, announces: { origin: 'igp', asPath: [], communities: [BACKUP] } },
      ...[2, 3, 4, 5].map((asn) => ({ name: `as${asn}`, asn })),
    ],
    sessions: [
      backupOf('as2'),
      backupOf('as5'),
      customerOf('as1', 'as4'),
      customerOf('as2', 'as3'),
      customerOf('as5', 'as3'),
      peers('as2', 'as5'),
      peers('as3', 'as4'),
    ],
  },
  stableStates: 3,
  acts: [
    { name: 'main link fails', down: [['as1', 'as4']] },
    { name: 'main link is back', up: [['as1', 'as4']] },
    { name: 'as1--as5 is cut', down: [['as1', 'as5']] },
    { name: 'as1--as5 is back', up: [['as1', 'as5']] },
    { name: 'as1--as2 is cut', down: [['as1', 'as2']] },
    { name: 'as1--as2 is back', up: [['as1', 'as2']] },
  ],
  places: { as3: [0.1, 0], as4: [1, 0], as2: [0, 0.5], as5: [0.5, 0.5], as1: [1, 0.95] },
})
