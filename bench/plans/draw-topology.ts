import type { Random } from '../../src/lib/random.ts'
import { type DrawnAs, drawAses } from '../check/draw.ts'
import { externalLinks, internalLinks } from '../check/draw-links.ts'
import { drawnNetworks } from '../check/draw-networks.ts'
import type { LinkText, TopologyFile } from './case.ts'
import { chance, oneOf } from './dice.ts'

/** 2 to 8 routers of one AS or several; everyone is reached, and nobody is his own provider. */
export const drawTopology = (random: Random, name: string): TopologyFile => {
  const ases = asesOf(random.fork('ases'), random.fork('size').integer(2, 8))
  const hasRelations = chance(random.fork('relations'), 2 / 3)
  const links = [
    ...ases.flatMap((as, i) => internalLinks(random.fork(`inside ${i}`), as.members)),
    ...externalLinks(random.fork('between'), ases, hasRelations),
  ]
  const names = ases.flatMap(({ members }) => members)
  const isDual = chance(random.fork('families'), 1 / 5)
  const networks = drawnNetworks(random.fork('networks'), names, isDual)
  const quality = oneOf(random.fork('quality'), QUALITIES)
  return {
    name,
    ...(isDual && { families: ['ipv4', 'ipv6'] }),
    defaults: { kind: oneOf(random.fork('kind'), KINDS), timers: timersOf(random.fork('timers')) },
    nodes: Object.fromEntries(
      ases.flatMap((as) =>
        as.members.map((node) => [
          node,
          nodeOf(random.fork(node), node, as, networks.get(node) ?? []),
        ]),
      ),
    ),
    links: links.map(({ endpoints: [a, b], relationship }, i) => ({
      endpoints: [a, b],
      ...(relationship && { relationship }),
      ...QUALITY[quality](random.fork(`link ${i}`)),
    })),
  }
}

const KINDS = ['frr', 'frr', 'quagga', 'lemur'] as const

const asesOf = (random: Random, size: number): readonly DrawnAs[] => {
  const drawn = drawAses(random, size)
  if (!chance(random.fork('one'), 1 / 5)) return drawn
  const members = drawn.flatMap((as) => as.members)
  const isReflected = members.length > 2 && chance(random.fork('reflector'), 1 / 2)
  const reflectors = isReflected ? [oneOf(random.fork('which'), members)] : []
  return [{ asn: drawn[0]?.asn as number, members, reflectors }]
}

const timersOf = (random: Random) => ({
  keepalive: '1s',
  hold: oneOf(random, ['3s', '3s', '4s', '6s']),
  'connect-retry': oneOf(random, ['1s', '2s', '5s']),
  mrai: oneOf(random, ['0s', '0s', '1s', '3s']),
})

const nodeOf = (random: Random, name: string, as: DrawnAs, networks: readonly string[]) => ({
  asn: as.asn,
  ...(chance(random.fork('other kind'), 1 / 4) && { kind: oneOf(random.fork('kind'), KINDS) }),
  ...(chance(random.fork('own timers'), 1 / 6) && { timers: timersOf(random.fork('timers')) }),
  ...(networks.length > 0 && { networks: [...networks] }),
  ...(as.reflectors.includes(name) && { 'route-reflector': true }),
})

type Quality = keyof typeof QUALITY

/** What the links of a network are like. */
const QUALITY = {
  plain: (): Partial<LinkText> => ({}),
  delayed: (random: Random): Partial<LinkText> => ({ delay: `${random.integer(1, 40)}ms` }),
  jittery: (random: Random): Partial<LinkText> => {
    const delay = random.integer(2, 40)
    return { delay: `${delay}ms`, jitter: `${random.integer(1, delay)}ms` }
  },
  slow: (random: Random): Partial<LinkText> => ({
    delay: `${random.integer(1, 10)}ms`,
    rate: oneOf(random, ['256kbit', '1mbit', '100mbit']),
  }),
  lossy: (random: Random): Partial<LinkText> => ({
    delay: `${random.integer(1, 20)}ms`,
    loss: oneOf(random, ['0.1%', '1%', '3%']),
  }),
}

const QUALITIES: readonly Quality[] = [
  'plain',
  'plain',
  'delayed',
  'delayed',
  'jittery',
  'slow',
  'lossy',
]
