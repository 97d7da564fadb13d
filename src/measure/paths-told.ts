/**
 * Which AS paths a router told its neighbours for a prefix. What a router tells is the best path it has:
 * no other plane shows that for every kind of router without asking it.
 */
import type { NodeName } from '../model/topology.ts'
import type { Iteration } from './iteration.ts'
import { isRestored } from './restored.ts'
import { speakersOf } from './speakers.ts'
import type { Window } from './window.ts'

/** Of one router and prefix, in one window. */
export interface PathsTold {
  readonly node: NodeName
  readonly prefix: string
  /** Distinct paths announced in the window, without the AS of the router itself in front. */
  readonly announced: ReadonlySet<string>
  /** In force before the window and at its end; neighbours can have been told different ones. */
  readonly before: ReadonlySet<string>
  readonly after: ReadonlySet<string>
}

export const pathsToldIn = (
  window: Window,
  iterations: readonly Iteration[],
): readonly PathsTold[] => {
  const told = tellingsOf(iterations).get(window.iteration) ?? []
  const groups = new Map<string, Group>()
  for (const telling of told) {
    const { node, prefix, receiver, path, at } = telling
    if (at >= window.untilAt) break
    const key = `${node} ${prefix}`
    const group = groups.get(key) ?? newGroup(node, prefix)
    groups.set(key, group)
    if (at < window.commandedAt) group.before.set(receiver, path)
    else {
      group.changed = true
      if (path !== undefined) group.announced.add(path)
    }
    group.after.set(receiver, path)
  }
  return [...groups.values()]
    .filter(({ changed }) => changed)
    .map(({ node, prefix, announced, before, after }) => ({
      ...{ node, prefix, announced },
      before: present(before),
      after: present(after),
    }))
}

interface Group {
  readonly node: NodeName
  readonly prefix: string
  readonly announced: Set<string>
  /** By receiver; undefined when it was withdrawn from it. */
  readonly before: Map<NodeName, string | undefined>
  readonly after: Map<NodeName, string | undefined>
  changed: boolean
}

const newGroup = (node: NodeName, prefix: string): Group => ({
  ...{ node, prefix, announced: new Set<string>() },
  ...{ before: new Map(), after: new Map(), changed: false },
})

const present = (paths: ReadonlyMap<string, string | undefined>): ReadonlySet<string> =>
  new Set([...paths.values()].filter((path) => path !== undefined))

interface Telling {
  readonly at: number
  readonly node: NodeName
  readonly receiver: NodeName
  readonly prefix: string
  /** Undefined for a withdrawal. */
  readonly path: string | undefined
}

const known = new WeakMap<readonly Iteration[], ReadonlyMap<Iteration, readonly Telling[]>>()

const tellingsOf = (
  iterations: readonly Iteration[],
): ReadonlyMap<Iteration, readonly Telling[]> => {
  const found = known.get(iterations) ?? readAll(iterations)
  known.set(iterations, found)
  return found
}

/**
 * What held at the end of one iteration is what the next begins with. Of the beginning that nobody saw,
 * what holds at the end tells.
 */
const readAll = (iterations: readonly Iteration[]): ReadonlyMap<Iteration, readonly Telling[]> => {
  const last = new Map<string, Telling>()
  return new Map(
    iterations.map((iteration) => {
      const own = read(iteration)
      const begin = new Map(isRestored(iteration) ? own.map(keyed) : [])
      for (const [key, one] of last) begin.set(key, one)
      for (const [key, one] of own.map(keyed)) last.set(key, one)
      const inherited = [...begin.values()].map((one) => ({ ...one, at: Number.NEGATIVE_INFINITY }))
      return [iteration, [...inherited, ...own]]
    }),
  )
}

const keyed = (one: Telling): [string, Telling] => [
  `${one.node} ${one.receiver} ${one.prefix}`,
  one,
]

const read = ({ started, observations }: Iteration): readonly Telling[] => {
  if (!started) return []
  const speakers = speakersOf(started.topology)
  const asns = new Map(started.topology.nodes.map(({ name, asn }) => [name, asn]))
  return observations.flatMap((event) => {
    if (event.type !== 'update-received') return []
    const node = speakers.get(event.from) ?? event.from
    const common = { at: event.at, node, receiver: event.node }
    const path = withoutOwn(event.asPath, asns.get(node))
    return [
      ...event.withdrawn.map((prefix) => ({ ...common, prefix, path: undefined })),
      ...event.announced.map((prefix) => ({ ...common, prefix, path })),
    ]
  })
}

/** The router's own AS in front tells whom it speaks to, and how often policy repeats it, not where it goes. */
const withoutOwn = (asPath: readonly number[], own: number | undefined): string => {
  const first = asPath.findIndex((asn) => asn !== own)
  return first === -1 ? '' : asPath.slice(first).join(' ')
}
