import type { NetworkSession } from '../exact/network.ts'
import { defineGadget } from './define.ts'

const inside = (reflector: string, client: string): NetworkSession => ({
  ends: [reflector, client],
  policies: [{ client: true }, {}],
})

const announcing = (name: string, asn: number, med?: number) => ({
  name,
  asn,
  announces: { origin: 'igp' as const, asPath: [], ...(med !== undefined && { med }) },
})

/**
 * Figure 3 of RFC 3345 with reflectors in two tiers in the place of its sub-ASes: rb and re are clients
 * of rc and rd, and reflect themselves. re is nearest to AS 200, whose MED prefers the exit at ra; once
 * re knows of that one it takes AS 300, which makes rd and rc hide what re has learned.
 */
export const nestedMedOscillation = defineGadget({
  name: 'nested-med-oscillation',
  summary:
    'MED with two tiers of reflectors: what is told upwards takes away the reason to tell it',
  source: 'after RFC 3345 section 3.1, figure 3 (type II churn), which has confederations',
  network: {
    routers: [
      ...['ra', 'rb', 'rc', 'rd', 're', 'rf', 'rg'].map((name) => ({ name, asn: 1 })),
      announcing('as200-a', 200, 0),
      announcing('as200-g', 200, 1),
      announcing('as300', 300),
    ],
    sessions: [
      { ends: ['rc', 'rd'] },
      inside('rc', 'rb'),
      inside('rd', 're'),
      inside('rb', 'ra'),
      inside('re', 'rf'),
      inside('re', 'rg'),
      { ends: ['ra', 'as200-a'] },
      { ends: ['rg', 'as200-g'] },
      { ends: ['rf', 'as300'] },
    ],
    interior: [
      ['rc', 'rd', 2],
      ['rb', 'rc', 40],
      ['rd', 're', 40],
      ['ra', 'rb', 10],
      ['re', 'rg', 2],
      ['re', 'rf', 3],
    ],
  },
  stableStates: 0,
  places: {
    rc: [0.3, 0],
    rd: [0.72, 0],
    rb: [0.1, 0.3],
    re: [0.72, 0.3],
    ra: [0.1, 0.62],
    rg: [0.48, 0.62],
    rf: [0.95, 0.62],
    'as200-a': [0.1, 0.95],
    'as200-g': [0.48, 0.95],
    as300: [0.95, 0.95],
  },
})
