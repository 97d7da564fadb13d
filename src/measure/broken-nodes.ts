import type { Window } from './window.ts'

/** Targets of this fault and of those at the same time that are nodes. */
export const brokenNodes = ({ instance, overlaps, iteration }: Window): ReadonlySet<string> => {
  const names = new Set(iteration.started?.topology.nodes.map(({ name }) => name))
  const targets = [instance, ...overlaps.map((other) => other.instance)].flatMap(({ on }) => on)
  return new Set(targets.filter((target) => names.has(target)))
}
