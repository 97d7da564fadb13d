import type { EventNetwork, NetworkRouter, NetworkSession } from '../exact/network.ts'
import { type Act, defineGadget, type Gadget, type GadgetPlace } from './define.ts'

/**
 * AS 1 balances two prefixes: the link to AS 2 is the backup of the low one and the main link of the high
 * one, that to AS 5 the other way round. Prefixes do not touch each other, so each has the five ASes for
 * itself, and a failure takes the session from both.
 */
const PREFIXES = [
  { name: 'lo', backup: 2 },
  { name: 'hi', backup: 5 },
] as const
type Prefix = (typeof PREFIXES)[number]

const routerOf = ({ name }: Prefix, asn: number): string => `as${asn}-${name}`
const backupWish = ({ backup }: Prefix): number => (backup << 16) | 50

const routersOf = (prefix: Prefix): NetworkRouter[] => [
  {
    ...{ name: routerOf(prefix, 1), asn: 1 },
    announces: { origin: 'igp', asPath: [], communities: [backupWish(prefix)] },
  },
  ...[2, 3, 4, 5].map((asn) => ({ name: routerOf(prefix, asn), asn })),
]

const sessionsOf = (prefix: Prefix): NetworkSession[] => {
  const provider = (asn: number, customer: number): NetworkSession => ({
    ends: [routerOf(prefix, asn), routerOf(prefix, customer)],
    policies: [
      {
        relation: 'customer',
        ...(customer === 1 &&
          asn === prefix.backup && {
            imports: [{ community: backupWish(prefix), asPath: [1], localPref: 50 }],
          }),
      },
      { relation: 'provider' },
    ],
  })
  return [
    ...[provider(2, 1), provider(5, 1), provider(3, 2), provider(4, 5)],
    {
      ends: [routerOf(prefix, 3), routerOf(prefix, 4)],
      policies: [{ relation: 'peer' }, { relation: 'peer' }],
    },
  ]
}

const network: EventNetwork = {
  routers: PREFIXES.flatMap(routersOf),
  sessions: PREFIXES.flatMap(sessionsOf),
}

/** Of both prefixes. */
const link = (a: number, b: number): Act['down'] =>
  PREFIXES.map((prefix) => [routerOf(prefix, a), routerOf(prefix, b)])

/** A link fails, or its sessions are reset with time for the network to rest in between. */
export const resetOf = (a: number, b: number): readonly Act[] => [
  { name: `as${a}--as${b} is cut`, down: link(a, b) ?? [] },
  { name: `as${a}--as${b} is back`, up: link(a, b) ?? [] },
]

/** AS 1 does without any backup for a while. */
export const withoutBackups: readonly Act[] = [
  { name: 'backups are withdrawn', down: PREFIXES.map(backupOf) },
  { name: 'backups are announced again', up: PREFIXES.map(backupOf) },
]

function backupOf(prefix: Prefix): readonly [string, string] {
  return [routerOf(prefix, 1), routerOf(prefix, prefix.backup)]
}

const RING = { 3: [0, 0], 4: [0.27, 0], 2: [0, 0.5], 5: [0.27, 0.5], 1: [0.135, 0.95] } as const

/** Side by side, with the texts of each ring outside of it. */
const placesOf = (prefix: Prefix, at: number): Gadget['places'] =>
  Object.fromEntries(
    Object.entries(RING).map(([asn, [x, y]]) => {
      const place: GadgetPlace = [at * 0.73 + x, y, x < 0.1 ? 'left' : 'right']
      return [routerOf(prefix, Number(asn)), place]
    }),
  )

export const fullWedgie = defineGadget({
  name: 'full-wedgie',
  summary:
    'two prefixes, each the backup of the other: no session that can be reset puts both right',
  source: 'RFC 4264 section 3, figure 2',
  network,
  stableStates: 4,
  acts: [
    ...withoutBackups,
    ...resetOf(3, 4),
    ...resetOf(1, 2),
    ...resetOf(1, 5),
    ...withoutBackups,
  ],
  places: Object.assign({}, ...PREFIXES.map(placesOf)),
})
