import type { NetworkSession } from '../exact/network.ts'
import { defineGadget } from './define.ts'

const inside = (reflector: string, client: string): NetworkSession => ({
  ends: [reflector, client],
  policies: [{ client: true }, {}],
})

const announcing = (name: string, asn: number, med: number) => ({
  name,
  asn,
  announces: { origin: 'igp' as const, asPath: [], med },
})

/**
 * Two clusters in AS 1, a and d reflect. Of its two ways over AS 6 the MED prefers the one that is far
 * away; the way over AS 10 has no MED to compare with. a sees the far one only while d has it as best,
 * and d has it as best only while a does not tell of AS 10.
 */
export const medOscillation = defineGadget({
  name: 'med-oscillation',
  summary:
    'MED between two clusters of a reflected AS: each decision hides what the other rests on',
  source: 'RFC 3345 section 2.1, figure 1 (type I churn)',
  network: {
    routers: [
      { name: 'a', asn: 1 },
      { name: 'b', asn: 1 },
      { name: 'c', asn: 1 },
      { name: 'd', asn: 1 },
      { name: 'e', asn: 1 },
      announcing('as10', 10, 10),
      announcing('as6-near', 6, 1),
      announcing('as6-far', 6, 0),
    ],
    sessions: [
      inside('a', 'b'),
      inside('a', 'c'),
      inside('d', 'e'),
      { ends: ['a', 'd'] },
      { ends: ['b', 'as10'] },
      { ends: ['c', 'as6-near'] },
      { ends: ['e', 'as6-far'] },
    ],
    interior: [
      ['a', 'b', 5],
      ['a', 'c', 4],
      ['a', 'd', 1],
      ['d', 'e', 12],
    ],
  },
  stableStates: 0,
  places: {
    a: [0.3, 0.05],
    b: [0.1, 0.45],
    c: [0.45, 0.45],
    d: [0.8, 0.05],
    e: [0.8, 0.45],
    as10: [0.1, 0.95],
    'as6-near': [0.45, 0.95],
    'as6-far': [0.8, 0.95],
  },
})
