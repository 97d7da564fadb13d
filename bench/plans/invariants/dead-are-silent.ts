import type { Effect } from '../../../src/model/effect.ts'
import type { JournalEntry } from '../../../src/model/event.ts'
import type { NodeName } from '../../../src/model/topology.ts'
import { allOf, effectsInForce } from '../effects-in-force.ts'
import type { Invariant } from './invariant.ts'

/**
 * A router that is stopped, or whose BGP speaker is dead, hears nothing; one that stands still hears
 * what its kernel takes for it; and none of them says anything of its sessions.
 */
export const deadAreSilent: Invariant = {
  name: 'dead-are-silent',
  check: ({ entries }) => {
    const dead = spans(entries, deadBy)
    const mute = spans(entries, muteBy)
    const changedAt = new Set(
      entries.flatMap(({ type, at }) => (type === 'effects-applied' ? [at] : [])),
    )
    return entries.flatMap((entry) => {
      // What happens at the very instant of a change may still be told.
      if (changedAt.has(entry.at)) return []
      if (entry.type === 'update-received') return within(dead, entry)
      return entry.type === 'session-changed' ? within(mute, entry) : []
    })
  },
}

interface Span {
  readonly node: NodeName
  readonly fromAt: number
  toAt: number
}

const spans = (
  entries: readonly JournalEntry[],
  by: (effect: Effect) => readonly NodeName[],
): readonly Span[] => {
  const all: Span[] = []
  let open: readonly Span[] = []
  for (const { entry, effects } of effectsInForce(entries)) {
    if (entry.type !== 'effects-applied' && entry.type !== 'run-started') continue
    const names = new Set(allOf(effects).flatMap(by))
    for (const span of open) if (!names.has(span.node)) span.toAt = entry.at
    const known = open.filter(({ node }) => names.has(node))
    const fresh = [...names]
      .filter((name) => !known.some(({ node }) => node === name))
      .map((node) => ({ node, fromAt: entry.at, toAt: Number.POSITIVE_INFINITY }))
    open = [...known, ...fresh]
    all.push(...fresh)
  }
  return all
}

const within = (
  all: readonly Span[],
  { seq, node, type, at }: Extract<JournalEntry, { type: 'update-received' | 'session-changed' }>,
): readonly string[] =>
  all.some((span) => span.node === node && span.fromAt < at && at < span.toAt)
    ? [`line ${seq}: ${node} is gone, and ${type}`]
    : []

const muteBy = (effect: Effect): readonly NodeName[] => {
  if (effect.lever === 'process') return [effect.node]
  return effect.lever === 'daemon' && effect.daemon === 'bgp' ? [effect.node] : []
}

const deadBy = (effect: Effect): readonly NodeName[] => {
  if (effect.lever === 'process') return effect.state === 'stopped' ? [effect.node] : []
  const isDead = effect.lever === 'daemon' && effect.daemon === 'bgp' && effect.state === 'dead'
  return isDead ? [effect.node] : []
}
