/**
 * A random small network: several ASes, each with iBGP inside, dual homing, prefixes, and what is
 * done to it. Drawn parts are forked by name, so that one more of one sort does not move the others.
 */
import { writeTopology } from '../../src/generate/write.ts'
import { createRandom, type Random } from '../../src/lib/random.ts'
import type { TopologyText } from '../../src/model/topology-spec.ts'
import { type DrawnLink, externalLinks, internalLinks } from './draw-links.ts'
import { drawnNetworks } from './draw-networks.ts'

export interface DrawOptions {
  readonly seed: number
  /** 4 to 9, drawn when absent: fewer make a failing case smaller. */
  readonly routers?: number | undefined
  /** For all addresses on links; one that fits the seed when absent. */
  readonly pool?: string
  /** Router software; one of them is drawn for each node. */
  readonly kinds: readonly string[]
}

export interface Drawn {
  readonly seed: number
  readonly lab: string
  /** A topology file. */
  readonly text: string
  /** Which link of the file fails, from 0. */
  readonly cut: number
  /** A second origin of a prefix that another node has in the file: anycast. No file can say it. */
  readonly twin?: Twin | undefined
}

export interface Twin {
  readonly node: string
  readonly prefix: string
}

export const drawCase = ({ seed, routers, kinds, pool = poolOf(seed) }: DrawOptions): Drawn => {
  const random = createRandom(`check ${seed}`)
  const size = routers ?? random.fork('size').integer(4, 9)
  const ases = drawAses(random.fork('ases'), size)
  const hasRelations = random.fork('relations').next() < 2 / 3
  const links = [
    ...ases.flatMap((as, i) => internalLinks(random.fork(`inside ${i}`), as.members)),
    ...externalLinks(random.fork('between'), ases, hasRelations),
  ]
  const order = shuffled(
    random.fork('order'),
    ases.flatMap(({ members }) => members),
  )
  const families = random.fork('families').next() < 1 / 4 ? BOTH : undefined
  const networks = drawnNetworks(random.fork('networks'), order, families !== undefined)
  const lab = `check-${seed}`
  const topology: TopologyText = {
    name: lab,
    ...(families && { families: [...families] }),
    addressing: { ipv4: pool },
    defaults: { kind: kinds[0] as string, timers: TIMERS },
    nodes: Object.fromEntries(
      order.map((name) => [
        name,
        nodeOf(name, ases, networks, random.fork(`kind of ${name}`), kinds),
      ]),
    ),
    links: links.map(textOf),
  }
  const cut = random.fork('cut').integer(0, links.length - 1)
  const twin = drawTwin(random.fork('twin'), order, networks)
  return { seed, lab, text: writeTopology(topology, { comment: [...ABOUT] }), cut, twin }
}

const BOTH = ['ipv4', 'ipv6'] as const
/** Pools beside those that labs get by their names (10.128 to 10.239): neighbouring seeds never meet. */
const FIRST_POOL = 96
const POOLS = 32
const poolOf = (seed: number): string => `10.${FIRST_POOL + (seed % POOLS)}.0.0/16`
const TIMERS = { keepalive: '2s', hold: '6s', 'connect-retry': '1s' } as const
const ABOUT = ['Drawn by npm run bench -- check.']

export interface DrawnAs {
  readonly asn: number
  readonly members: readonly string[]
  readonly reflectors: readonly string[]
}

/** Each AS has a router at least; who gets the others is drawn. Its routers are a1, a2 ..., b1 ... */
export const drawAses = (random: Random, size: number): readonly DrawnAs[] => {
  const count = random.integer(2, Math.min(5, size))
  const sizes = Array.from({ length: count }, () => 1)
  for (let i = count; i < size; i++) {
    const as = random.integer(0, count - 1)
    sizes[as] = (sizes[as] as number) + 1
  }
  return sizes.map((length, i) => {
    const letter = String.fromCharCode(97 + i)
    const members = Array.from({ length }, (_, n) => `${letter}${n + 1}`)
    const own = random.fork(`as ${i}`)
    // Numbers of four octets (RFC 6793) beside those of two.
    const asn = (own.next() < 1 / 4 ? 4_200_000_001 : 64_501) + i
    return { asn, members, reflectors: drawReflectors(own.fork('reflectors'), members) }
  })
}

/** None is the full mesh. */
const drawReflectors = (random: Random, members: readonly string[]): readonly string[] => {
  if (members.length < 3 || random.next() < 0.4) return []
  const count = members.length > 3 && random.next() < 0.4 ? 2 : 1
  return shuffled(random, members).slice(0, count)
}

const nodeOf = (
  name: string,
  ases: readonly DrawnAs[],
  networks: ReadonlyMap<string, readonly string[]>,
  random: Random,
  kinds: readonly string[],
) => {
  const as = ases.find(({ members }) => members.includes(name)) as DrawnAs
  const kind = kinds[random.integer(0, kinds.length - 1)] as string
  const own = networks.get(name) ?? []
  return {
    asn: as.asn,
    ...(kind !== kinds[0] && { kind }),
    ...(own.length > 0 && { networks: [...own] }),
    ...(as.reflectors.includes(name) && { 'route-reflector': true }),
  }
}

const drawTwin = (
  random: Random,
  names: readonly string[],
  networks: ReadonlyMap<string, readonly string[]>,
): Twin | undefined => {
  if (random.next() < 1 / 2) return undefined
  const origins = names.filter((name) => (networks.get(name) ?? []).length > 0)
  const origin = origins[random.integer(0, origins.length - 1)] as string
  const others = names.filter((name) => name !== origin)
  const node = others[random.integer(0, others.length - 1)] as string
  return { node, prefix: networks.get(origin)?.[0] as string }
}

const textOf = ({ endpoints: [a, b], relationship }: DrawnLink) =>
  relationship
    ? { endpoints: [a, b] as [string, string], relationship }
    : ([a, b] as [string, string])

/** Fisher and Yates. */
const shuffled = <Item>(random: Random, items: readonly Item[]): readonly Item[] => {
  const mixed = [...items]
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = random.integer(0, i)
    ;[mixed[i], mixed[j]] = [mixed[j] as Item, mixed[i] as Item]
  }
  return mixed
}
