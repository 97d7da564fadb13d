import { InputError } from '../lib/errors.ts'
import type { Link, Node, Topology } from '../model/topology.ts'

/** Links between the sides of a partition: `nodes`, each of `groups`, and all the others together. */
export const crossingLinks = (
  nodes: readonly Node[],
  groups: readonly (readonly string[])[] | undefined,
  topology: Topology,
): readonly Link[] => {
  const side = sidesOf([nodes.map((node) => node.name), ...(groups ?? [])], topology)
  const links = topology.links.filter(({ ends: [a, b] }) => side.get(a.node) !== side.get(b.node))
  if (links.length > 0) return links
  throw new InputError('nothing is parted: no link runs between the sides')
}

/** Number of the side of every node in one; nodes in none of them have no number. */
const sidesOf = (
  sides: readonly (readonly string[])[],
  topology: Topology,
): Map<string, number> => {
  const known = new Set(topology.nodes.map((node) => node.name))
  const side = new Map<string, number>()
  for (const [number, names] of sides.entries()) {
    for (const name of names) {
      if (!known.has(name)) throw new InputError(`groups names an unknown node ${name}`)
      if (side.has(name)) throw new InputError(`${name} is on two sides of the partition`)
      side.set(name, number)
    }
  }
  return side
}
