/** The story of one prefix in one half of a fault: who lost it, who tried what, who chose what and why. */
import type { Window } from '../../measure/window.ts'
import type { NodeName, PrefixText, Topology } from '../../model/topology.ts'
import type { Route } from '../../solve/route.ts'
import type { Choice, Riddle, Track } from './replay.ts'
import { type Why, whyOf } from './why.ts'

export interface Tale {
  readonly prefix: PrefixText
  readonly origins: readonly NodeName[]
  readonly window: Window
  readonly losses: readonly Loss[]
  /** The routers that chose anew, the first one first. */
  readonly movers: readonly Mover[]
  /** Those that did not. */
  readonly unmoved: readonly NodeName[]
}

/** A time without a route in the kernel. */
export interface Loss {
  readonly node: NodeName
  readonly fromAt: number
  /** Absent when the window ended before it did. */
  readonly untilAt?: number
}

export interface Mover {
  readonly node: NodeName
  readonly before?: Turn
  readonly turns: readonly Turn[]
  readonly riddles: readonly Riddle[]
}

export interface Turn {
  readonly at: number
  /** When it was seen to act so; absent when it never had to. */
  readonly seenAt?: number
  /** Absent when it had none. */
  readonly path?: { readonly from: NodeName; readonly asPath: readonly number[] }
  readonly isLocal: boolean
  readonly why?: Why
  /** When the window ended, where that is another reason. */
  readonly whyAtEnd?: Why
}

export const taleOf = (
  window: Window,
  topology: Topology,
  prefix: PrefixText,
  tracks: ReadonlyMap<NodeName, Track>,
): Tale => {
  const movers = [...tracks]
    .flatMap(([node, track]) => moverOf(node, track, window, topology) ?? [])
    .sort((a, b) => firstOf(a) - firstOf(b))
  const moved = new Set(movers.map(({ node }) => node))
  const names = topology.nodes.map(({ name }) => name)
  const isOrigin = (name: NodeName) =>
    topology.nodes.some((n) => n.name === name && n.networks.some((own) => own.prefix === prefix))
  return {
    prefix,
    origins: names.filter(isOrigin),
    window,
    losses: lossesOf(window, prefix),
    movers,
    unmoved: names.filter((name) => !moved.has(name)),
  }
}

const firstOf = ({ turns, riddles }: Mover): number =>
  Math.min(turns[0]?.at ?? Number.POSITIVE_INFINITY, riddles[0]?.at ?? Number.POSITIVE_INFINITY)

const moverOf = (
  node: NodeName,
  { choices, riddles }: Track,
  window: Window,
  topology: Topology,
): Mover | undefined => {
  const isInside = ({ at }: { readonly at: number }) =>
    at >= window.commandedAt && at < window.untilAt
  const teller = (route: Route) => tellerOf(node, route, topology)
  const before = choices.findLast(({ at }) => at < window.commandedAt)
  const own = choices.filter(isInside).filter((choice, i, all) => wasUsed(choice, all[i + 1]))
  const strange = riddles.filter(isInside)
  if (own.length + strange.length === 0) return undefined
  const turns = own.map((choice, i) => {
    const endAt = i === own.length - 1 ? window.untilAt : choice.at
    return turnOf(choice, choice.at, endAt, teller)
  })
  const past = before && turnOf(before, window.commandedAt, window.commandedAt, teller)
  return { node, ...(past && { before: past }), turns, riddles: strange }
}

/** A router that hears two UPDATEs at once may decide only after the second. */
const AT_ONCE_MS = 1

/** Seen to be used, or long enough the best that it must have been. */
const wasUsed = ({ at, seenAt }: Choice, next: Choice | undefined): boolean =>
  seenAt !== undefined || next === undefined || next.at - at >= AT_ONCE_MS

const turnOf = (
  choice: Choice,
  whyAt: number,
  endAt: number,
  teller: (route: Route) => NodeName,
): Turn => {
  const { at, seenAt, path } = choice
  const why = whyOf(choice, whyAt, teller)
  const whyAtEnd = whyOf(choice, endAt, teller)
  return {
    at,
    ...(seenAt !== undefined && { seenAt }),
    ...(path && { path: { from: teller(path), asPath: path.asPath } }),
    isLocal: path?.source === 'local',
    ...(why && { why }),
    ...(whyAtEnd && whyAtEnd.words !== why?.words && { whyAtEnd }),
  }
}

const tellerOf = (node: NodeName, { via }: Route, { sessions }: Topology): NodeName =>
  sessions.find(({ id }) => id === via)?.ends.find((end) => end.node !== node)?.node ?? node

/** From the kernels' own events: nothing here is concluded. */
const lossesOf = ({ seen }: Window, prefix: PrefixText): readonly Loss[] => {
  const open = new Map<NodeName, number>()
  const losses: Loss[] = []
  for (const event of seen) {
    if (event.type !== 'fib-changed' || event.prefix !== prefix) continue
    const fromAt = open.get(event.node)
    if (event.nextHops.length === 0) open.set(event.node, fromAt ?? event.at)
    else if (fromAt !== undefined) {
      losses.push({ node: event.node, fromAt, untilAt: event.at })
      open.delete(event.node)
    }
  }
  const still = [...open].map(([node, fromAt]) => ({ node, fromAt }))
  return [...losses, ...still].sort(byStart)
}

const byStart = (a: Loss, b: Loss): number => a.fromAt - b.fromAt
