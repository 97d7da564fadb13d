/**
 * Decides once more, event by event, what every router decided about one prefix, and compares that
 * with what the router was then seen to do: tell a neighbour, or change its kernel's route.
 */
import type { Effect } from '../../model/effect.ts'
import type { JournalEntry } from '../../model/event.ts'
import type { NodeName, PrefixText } from '../../model/topology.ts'
import { fold } from '../../run/fold.ts'
import { impairmentOf } from '../../run/impairment.ts'
import type { Route } from '../../solve/route.ts'
import type { Chapter } from '../chapter.ts'
import { createRibs, type Ribs } from './ribs.ts'
import { type Sign, signOf } from './signs.ts'

export interface Choice {
  readonly at: number
  /** What made the router decide; absent for what it had when the network was at rest. */
  readonly cause?: JournalEntry
  /** Absent when it had no path left. */
  readonly path?: Route
  /** What it chose from, and what else it could have while it stayed with this path; the first one first. */
  readonly grounds: readonly Grounds[]
  /** When it was first seen to have chosen so. */
  seenAt?: number
}

export interface Grounds {
  readonly at: number
  /** The path and all others. */
  readonly candidates: readonly Route[]
  /** Too little is known of another path that it heard: nobody can say why this one won. */
  readonly hasUnknown: boolean
}

/** What a kernel did that no choice explains. */
export interface Riddle {
  readonly at: number
  readonly nextHops: readonly string[]
  /** A kernel takes out by itself what went over an interface that lost its carrier. */
  readonly isByInterface: boolean
}

export interface Track {
  readonly choices: readonly Choice[]
  readonly riddles: readonly Riddle[]
}

interface OpenTrack extends Track {
  choices: (Choice & { readonly grounds: Grounds[] })[]
  riddles: Riddle[]
  /** Index of the last choice that was seen. */
  known: number
  interfaceDownAt: number
}

export const replay = (
  { topology, entries }: Chapter,
  prefix: PrefixText,
): ReadonlyMap<NodeName, Track> => {
  const ribs = createRibs(topology, prefix)
  const tracks = new Map<NodeName, OpenTrack>(topology.nodes.map(({ name }) => [name, blank()]))
  const effects = new Map<string, readonly Effect[]>()
  const decide = (node: NodeName, at: number, cause?: JournalEntry): void => {
    const track = tracks.get(node)
    if (!track) return
    const path = ribs.decide(node)?.path
    const grounds = { at, candidates: ribs.candidates(node), hasUnknown: ribs.hasUnknown(node) }
    const last = track.choices.at(-1)
    if (last && isSame(path, last.path)) last.grounds.push(grounds)
    else
      track.choices.push({ at, ...(cause && { cause }), ...(path && { path }), grounds: [grounds] })
  }
  const all = (at: number, cause?: JournalEntry): void => {
    for (const { name } of topology.nodes) decide(name, at, cause)
  }

  for (const entry of entries) {
    if (entry.type === 'steady-state-reached') {
      ribs.fillIn()
      // What came before is of no interest, and was known only in part.
      for (const track of tracks.values()) Object.assign(track, blank())
      all(entry.at)
    } else if (entry.type === 'effects-applied') {
      effects.set(entry.instance, entry.effects)
      for (const effect of entry.effects) if (isDeath(effect)) ribs.forget(effect.node)
      ribs.impair(impairmentOf(fold([...effects.values()].flat(), topology).values(), topology))
      all(entry.at, entry)
    } else if ('node' in entry) {
      const track = tracks.get(entry.node)
      if (track && entry.type === 'interface-changed' && !entry.up) track.interfaceDownAt = entry.at
      if (take(ribs, entry, prefix)) decide(entry.node, entry.at, entry)
    }
    for (const sign of signOf(entry, prefix, ribs)) see(tracks.get(sign.node), sign)
  }
  return tracks
}

const blank = (): OpenTrack => ({
  choices: [],
  riddles: [],
  known: 0,
  interfaceDownAt: Number.NEGATIVE_INFINITY,
})

/** Nobody tells that a BGP process lost all that it knew. */
const isDeath = (effect: Effect): effect is Extract<Effect, { lever: 'daemon' }> =>
  effect.lever === 'daemon' && effect.daemon === 'bgp' && effect.state === 'dead'

/** Lets the router hear of an event; does it concern its paths? */
const take = (ribs: Ribs, entry: JournalEntry, prefix: PrefixText): boolean => {
  if (entry.type === 'update-received') {
    const isNew = entry.announced.includes(prefix)
    if (!isNew && !entry.withdrawn.includes(prefix)) return false
    const hop = ribs.hopFrom(entry.node, entry.from)
    if (hop) ribs.hear(entry.node, hop, isNew ? entry : undefined)
    return hop !== undefined
  }
  if (entry.type === 'session-changed' && !entry.up) {
    const lost = ribs
      .hopsTo(entry.node)
      .filter(({ address, from }) => address === entry.peer || from.name === entry.peer)
    for (const { session } of lost) ribs.forget(entry.node, session)
    return lost.length > 0
  }
  if (entry.type !== 'node-changed' || entry.running) return false
  ribs.forget(entry.node)
  return true
}

/** The latest choice that the sign fits; none before one that was seen already. */
const see = (track: OpenTrack | undefined, sign: Sign): void => {
  if (!track || track.choices.length === 0) return
  for (let i = track.choices.length - 1; i >= track.known; i--) {
    const choice = track.choices[i] as Choice
    if (!sign.fits(choice.path)) continue
    choice.seenAt ??= sign.at
    track.known = i
    return
  }
  const { at, nextHops } = sign
  if (!nextHops) return
  const isByInterface = nextHops.length === 0 && at - track.interfaceDownAt < BY_INTERFACE_MS
  track.riddles.push({ at, nextHops, isByInterface })
}

/** Longer than zebra takes to follow an interface, shorter than most that comes after. */
const BY_INTERFACE_MS = 1_000

const isSame = (a: Route | undefined, b: Route | undefined): boolean =>
  a?.via === b?.via && a?.asPath.join() === b?.asPath.join() && a?.nextHop === b?.nextHop
