/** Which elements of the drawing a fault acts on: targets are text, as plans write them. */
import type { Topology } from '../../model/topology.ts'
import { entriesOf } from '../finished-run.ts'
import type { Story } from './story.ts'

export interface Broken {
  /** Link to the steps that hit it. */
  readonly links: ReadonlyMap<string, readonly string[]>
  readonly nodes: ReadonlyMap<string, readonly string[]>
  /** Targets that are neither. */
  readonly elsewhere: readonly string[]
}

export const brokenIn = ({ run, topology }: Pick<Story, 'run' | 'topology'>): Broken => {
  const links = new Map<string, string[]>()
  const nodes = new Map<string, string[]>()
  const elsewhere = new Set<string>()
  for (const { step, on } of entriesOf(run, 'fault-started'))
    for (const target of on) {
      const link = linkOf(topology, target)
      if (link !== undefined) add(links, link, step)
      else if (topology.nodes.some(({ name }) => name === target)) add(nodes, target, step)
      else elsewhere.add(target)
    }
  return { links, nodes, elsewhere: [...elsewhere] }
}

const add = (map: Map<string, string[]>, key: string, step: string): void => {
  const steps = map.get(key) ?? []
  if (!steps.includes(step)) map.set(key, [...steps, step])
}

/** A link by its id, by a direction of it (`a->b`), or by the session over it. */
const linkOf = ({ links, sessions }: Topology, target: string): string | undefined => {
  const session = sessions.find(({ id }) => id === target)
  if (session?.link !== undefined) return session.link
  const pair = target.split('->').toSorted().join(' ')
  return links.find(
    ({ id, ends: [a, b] }) => id === target || [a.node, b.node].toSorted().join(' ') === pair,
  )?.id
}
