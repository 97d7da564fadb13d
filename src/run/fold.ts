/**
 * Folds the active effects into one state per subject. Injecting, healing, overlap, Ctrl-C and
 * recovery are all the same: fold what is active now, apply what differs from before.
 */
import { isDeepStrictEqual } from 'node:util'
import type { DropRule, Effect, LeverState } from '../model/effect.ts'
import { subjectOf } from '../model/subject.ts'
import type { Shape, Topology } from '../model/topology.ts'
import { combineShapes } from './combine-shapes.ts'

export type States = ReadonlyMap<string, LeverState>

/** One state per subject. The order of the effects does not matter. Pulses are left out. */
export const fold = (effects: readonly Effect[], topology: Topology): States => {
  const subjects = new Map<string, Effect[]>()
  for (const effect of effects) {
    if (effect.lever === 'reset') continue
    const subject = subjectOf(effect)
    subjects.set(subject, [...(subjects.get(subject) ?? []), effect])
  }
  const sorted = [...subjects].sort(([a], [b]) => (a < b ? -1 : 1))
  return new Map(sorted.map(([subject, group]) => [subject, join(subject, group, topology)]))
}

/** What effects ask to be done once: there is no state to fold and nothing to heal. */
export const pulses = (effects: readonly Effect[]): readonly LeverState[] =>
  effects.flatMap((effect) =>
    effect.lever === 'reset' ? [{ subject: subjectOf(effect), ...effect }] : [],
  )

/** The state of the same subject when no effect acts on it. */
export const baseline = (state: LeverState, topology: Topology): LeverState => {
  switch (state.lever) {
    case 'carrier':
    case 'admin':
    case 'session':
      return { ...state, up: true }
    case 'filter':
      return { ...state, drop: [] }
    case 'shape':
      return { ...state, shape: linkShape(state.end.link, topology) }
    case 'process':
      return { ...state, state: 'running', how: 'start' }
    case 'daemon':
      return { ...state, state: 'running' }
    case 'routes':
      return { ...state, announce: [], withdraw: [] }
    case 'reset':
      return state
  }
}

/** The states to apply to come from `before` to `after`: the new ones, and baselines of what is gone. */
export const changes = (before: States, after: States, topology: Topology): LeverState[] => {
  const gone = [...before.values()].filter((state) => !after.has(state.subject))
  const wanted = [...gone.map((state) => baseline(state, topology)), ...after.values()]
  return wanted.filter((state) => !isDeepStrictEqual(state, before.get(state.subject)))
}

/** All effects of one subject; the first one stands for what they have in common. */
const join = (subject: string, group: readonly Effect[], topology: Topology): LeverState => {
  const first = group[0] as Effect
  switch (first.lever) {
    case 'filter':
      return { subject, ...first, drop: unite(all(group, 'filter').flatMap(({ drop }) => drop)) }
    case 'shape': {
      const shapes = all(group, 'shape').map(({ shape }) => shape)
      return {
        subject,
        ...first,
        shape: combineShapes([linkShape(first.end.link, topology), ...shapes]),
      }
    }
    case 'process':
      return { subject, ...worst(all(group, 'process'), ({ how }) => PROCESS_ORDER.indexOf(how)) }
    case 'daemon':
      return { subject, ...worst(all(group, 'daemon'), ({ state }) => DAEMON_ORDER.indexOf(state)) }
    case 'routes':
      return {
        subject,
        ...first,
        announce: unite(all(group, 'routes').flatMap(({ announce }) => announce)),
        withdraw: unite(all(group, 'routes').flatMap(({ withdraw }) => withdraw)),
      }
    default:
      return { subject, ...first }
  }
}

const PROCESS_ORDER = ['pause', 'stop', 'kill', 'power-loss']
const DAEMON_ORDER = ['frozen', 'dead']

const all = <L extends Effect['lever']>(group: readonly Effect[], lever: L) =>
  group.filter((effect): effect is Extract<Effect, { lever: L }> => effect.lever === lever)

const worst = <E>(group: readonly E[], rank: (effect: E) => number): E =>
  group.reduce((bad, next) => (rank(next) > rank(bad) ? next : bad))

/** Sorted and without duplicates, whatever the order of the keys in which a rule was written. */
const unite = <T extends DropRule | string>(items: readonly T[]): T[] => {
  const unique = new Map(items.map((item) => [key(item), item]))
  return [...unique].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item)
}

const key = (item: DropRule | string): string =>
  typeof item === 'string' ? item : [item.link, item.from, item.to, item.bgpOnly ?? false].join(' ')

const linkShape = (id: string, topology: Topology): Shape => {
  const link = topology.links.find((candidate) => candidate.id === id)
  if (!link) throw new Error(`the topology has no link ${id}`)
  return link.shape
}
