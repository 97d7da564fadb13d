/** Targets and parameters of every fault. */
import { faults } from '../../src/faults/index.ts'
import type { Random } from '../../src/lib/random.ts'
import type { TargetType } from '../../src/model/fault.ts'
import type { Link, Node, Topology } from '../../src/model/topology.ts'
import type { StepText } from './case.ts'
import { chance, drawnMs, ms, oneOf, someOf } from './dice.ts'
import { drawTargets } from './draw-targets.ts'

export interface Choice {
  readonly on: StepText['on']
  readonly with?: Readonly<Record<string, unknown>>
  /** `open`: needs `for`. `moment`: over at once. A number: by itself, after so many milliseconds. */
  readonly ends: 'open' | 'moment' | number
}

type Draw = (random: Random, topology: Topology) => Choice

export const drawFault = (name: string, random: Random, topology: Topology): Choice => {
  const draw = DRAWS[name] ?? plain
  return draw(random, topology, name)
}

/** All there are: a fault that gets parameters which must be written is refused, and seen by that. */
export const DRAWN_FAULTS: readonly string[] = faults.map(({ name }) => name)

/** No parameters, or none that must be written. */
const plain = (random: Random, topology: Topology, name: string): Choice => {
  const type = faults.find((fault) => fault.name === name)?.on ?? 'node'
  return { on: drawTargets(random, type, topology), ends: 'open' }
}

const on = (random: Random, type: TargetType, topology: Topology) =>
  drawTargets(random, type, topology)

/** Where and how a link goes down; a cut has no direction, the others need an end. */
const downing = (random: Random, topology: Topology) => {
  const mode = oneOf(random, ['cut', 'cut', 'one-end', 'admin'])
  if (mode === 'cut') return { on: on(random, 'link', topology), with: {} }
  const { ends, id } = oneOf(random, topology.links)
  if (chance(random, 1 / 2)) return { on: directed(random, { ends, id }), with: { mode } }
  return { on: id, with: { mode, end: oneOf(random, ends).node } }
}

const directed = (random: Random, { ends: [a, b], id }: Pick<Link, 'ends' | 'id'>): string => {
  const suffix = id.slice(`${a.node}--${b.node}`.length)
  const [from, to] = chance(random, 1 / 2) ? [a.node, b.node] : [b.node, a.node]
  return `${from}->${to}${suffix}`
}

/** A link both ways or one. */
const linkOrDirection = (random: Random, topology: Topology): StepText['on'] =>
  chance(random, 1 / 3)
    ? directed(random, oneOf(random, topology.links))
    : on(random, 'link', topology)

const flap: Draw = (random, topology) => {
  const { on: link, with: mode } = downing(random, topology)
  const [down, up] = [drawnMs(random, 50, 4_000), drawnMs(random, 50, 4_000)]
  const count = random.integer(1, 4)
  return {
    on: link,
    with: { down: ms(down), up: ms(up), count, ...mode },
    ends: count * (down + up) - up,
  }
}

const percentText = (random: Random): string =>
  `${oneOf(random, [0, 1, 5, 20, 50, 90, 100, 100, 100])}%`

const delays = (random: Random) => {
  const delay = drawnMs(random, 1, 4_000)
  const jitter = chance(random, 1 / 3) ? { jitter: ms(random.integer(0, delay)) } : {}
  return { delay: ms(delay), ...jitter }
}

const RATES = ['2400bit', '9600bit', '64kbit', '1mbit', '100mbit'] as const

const impair: Draw = (random, topology) => {
  const { delay, jitter } = { jitter: undefined, ...delays(random) }
  const parts = {
    ...(chance(random, 0.6) && { delay, ...(jitter !== undefined && { jitter }) }),
    ...(chance(random, 0.4) && { loss: percentText(random) }),
    ...(chance(random, 0.3) && { rate: oneOf(random, RATES) }),
    ...(chance(random, 0.2) && { duplicate: '10%' }),
    ...(chance(random, 0.2) && { corrupt: '2%' }),
  }
  const given = Object.keys(parts).length > 0 ? parts : { delay }
  const reorder = 'delay' in given && chance(random, 0.2) ? { reorder: '5%' } : {}
  return { on: linkOrDirection(random, topology), with: { ...given, ...reorder }, ends: 'open' }
}

const daemon: Draw = (random, topology) => ({
  on: on(random, 'node', topology),
  with: { daemon: oneOf(random, ['bgp', 'bgp', 'rib']) },
  ends: 'open',
})

/** One session and perhaps one of its ends under the key, or several sessions. */
const session =
  (key: string, more: (random: Random) => object, ends: Choice['ends']): Draw =>
  (random, topology) => {
    if (topology.sessions.length === 0 || chance(random, 1 / 2))
      return { on: on(random, 'session', topology), with: { ...more(random) }, ends }
    const one = oneOf(random, topology.sessions)
    return {
      on: one.id,
      with: { ...more(random), [key]: oneOf(random, one.ends).node },
      ends,
    }
  }

const partition: Draw = (random, { nodes }) => ({
  on: someOf(
    random,
    nodes.map(({ name }) => name),
    random.integer(1, nodes.length - 1),
  ),
  with: { mode: oneOf(random, ['silence', 'cut']) },
  ends: 'open',
})

const withdraw: Draw = (random, { nodes }) => {
  const node = oneOf(random, withNetworks(nodes))
  const own = node.networks.map(({ prefix }) => prefix)
  const prefixes = someOf(random, own, random.integer(1, own.length))
  return {
    on: node.name,
    ...(chance(random, 1 / 2) && { with: { prefixes } }),
    ends: 'open',
  }
}

/** A new prefix, a part of another's, or another's own: a hijack. */
const announce: Draw = (random, { nodes }) => {
  const node = oneOf(random, nodes)
  const others = withNetworks(nodes).filter((other) => other !== node)
  const foreign = others.flatMap(({ networks }) => networks.map(({ prefix }) => prefix))
  const isHijack = foreign.length > 0 && chance(random, 1 / 2)
  const prefix = isHijack ? oneOf(random, foreign) : `198.19.${random.integer(0, 3)}.0/24`
  return { on: node.name, with: { prefixes: [prefix] }, ends: 'open' }
}

const withNetworks = (nodes: readonly Node[]): readonly Node[] =>
  nodes.filter(({ networks }) => networks.length > 0)

const DRAWS: Readonly<Record<string, (...all: [...Parameters<Draw>, string]) => Choice>> = {
  'link-down': (random, topology) => ({ ...downing(random, topology), ends: 'open' }),
  'link-flap': flap,
  'link-silence': (random, topology) => ({ on: linkOrDirection(random, topology), ends: 'open' }),
  'link-loss': (random, topology) => ({
    on: linkOrDirection(random, topology),
    with: { percent: percentText(random) },
    ends: 'open',
  }),
  'link-rate': (random, topology) => ({
    on: linkOrDirection(random, topology),
    with: { rate: oneOf(random, RATES) },
    ends: 'open',
  }),
  'link-delay': (random, topology) => ({
    on: linkOrDirection(random, topology),
    with: delays(random),
    ends: 'open',
  }),
  'link-impair': impair,
  'daemon-kill': daemon,
  'daemon-freeze': daemon,
  'session-shutdown': session('end', () => ({}), 'open'),
  'session-silence': session('from', () => ({}), 'open'),
  'session-reset': session(
    'end',
    (random) => ({ mode: oneOf(random, ['hard', 'hard', 'soft']) }),
    'moment',
  ),
  partition,
  'prefix-withdraw': withdraw,
  'prefix-announce': announce,
}
