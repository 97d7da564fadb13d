/** Effects on the two ends of a link, shared by the faults of links. */
import { InputError } from '../lib/errors.ts'
import type { Effect } from '../model/effect.ts'
import type { LinkTarget } from '../model/fault.ts'
import type { Link, Shape } from '../model/topology.ts'

/** Loss of carrier at both ends, as a fibre cut shows. */
export const cut = (link: Link): Effect[] => link.ends.map(({ node }) => noCarrier(link, node))

export const noCarrier = (link: Link, node: string): Effect => ({
  lever: 'carrier',
  end: { link: link.id, node },
  up: false,
})

/** What would arrive over the link is dropped at the receivers: at one of them for a direction. */
export const silence = ({ link, direction }: LinkTarget): Effect[] =>
  link.ends
    .filter(({ node }) => !direction || direction.to === node)
    .map(({ node }) => ({ lever: 'filter', node, drop: [{ link: link.id }] }))

/** Impairs what leaves both ends, or the sending end of a direction. */
export const impair = ({ link, direction }: LinkTarget, shape: Shape): Effect[] =>
  link.ends
    .filter(({ node }) => !direction || direction.from === node)
    .map(({ node }) => ({ lever: 'shape', end: { link: link.id, node }, shape }))

/** The end that a plan means: the parameter `end`, or the `a` of `a->b`. */
export const chosenEnd = (
  { link, direction }: LinkTarget,
  end: string | undefined,
): string | undefined => {
  const chosen = end ?? direction?.from
  if (chosen === undefined || link.ends.some(({ node }) => node === chosen)) return chosen
  const names = link.ends.map(({ node }) => node).join(' and ')
  throw new InputError(`${chosen} is not an end of ${link.id}: its ends are ${names}`)
}
