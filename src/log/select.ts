/** Which lines are wanted. */
import { contains, parseAddress, parsePrefix } from '../bgp/prefix.ts'
import type { LinkId, NodeName, PrefixText } from '../model/topology.ts'
import type { Span } from './chapter.ts'
import type { Told, Topic } from './told.ts'

export interface Wanted {
  readonly nodes?: ReadonlySet<NodeName> | undefined
  readonly prefix?: PrefixText | undefined
  readonly session?: Pair | undefined
  readonly spans?: readonly Span[] | undefined
  /** Wall clock, like the lines. */
  readonly fromAt?: number | undefined
  readonly toAt?: number | undefined
  readonly topics?: ReadonlySet<Topic> | undefined
}

/** Two routers, and the links between them. */
export interface Pair {
  readonly nodes: readonly [NodeName, NodeName]
  readonly links: ReadonlySet<LinkId>
}

/**
 * Is the line wanted? Faults pass the filters of routers, sessions and prefixes: without them nobody
 * can read the rest.
 */
export const isWanted = (told: Told, wanted: Wanted): boolean => {
  const { fromAt = Number.NEGATIVE_INFINITY, toAt = Number.POSITIVE_INFINITY } = wanted
  if (told.at < fromAt || told.at > toAt) return false
  if (wanted.topics && !wanted.topics.has(told.topic)) return false
  if (wanted.spans && !wanted.spans.some((span) => isInside(told, span))) return false
  return told.topic === 'fault' || concerns(told, wanted)
}

const isInside = ({ at }: Told, { fromAt, untilAt }: Span): boolean => at >= fromAt && at <= untilAt

const concerns = (told: Told, { nodes, prefix, session }: Wanted): boolean =>
  (!nodes || (told.node !== undefined && nodes.has(told.node))) &&
  (!session || isBetween(told, session)) &&
  (prefix === undefined || isAbout(told, prefix))

const isBetween = ({ node, peer, link }: Told, { nodes: [a, b], links }: Pair): boolean =>
  (node === a && peer === b) ||
  (node === b && peer === a) ||
  (link !== undefined && links.has(link))

const isAbout = ({ prefixes, line }: Told, prefix: PrefixText): boolean =>
  prefixes?.includes(prefix) === true || line?.includes(prefix) === true

/** The prefix that was asked for: itself where it is known, else the longest one around it. */
export const pickPrefix = (
  text: string,
  known: Iterable<PrefixText>,
): { readonly prefix: PrefixText; readonly isExact: boolean } | undefined => {
  const asked = parsePrefix(text) ?? parseAddress(text)
  if (!asked) return undefined
  const around = [...known].flatMap((prefix) => {
    const parsed = parsePrefix(prefix)
    return parsed && contains(parsed, asked) ? [{ prefix, length: parsed.length }] : []
  })
  const longest = around.reduce<(typeof around)[number] | undefined>(
    (best, one) => (best && best.length >= one.length ? best : one),
    undefined,
  )
  if (!longest) return undefined
  return { prefix: longest.prefix, isExact: 'length' in asked && asked.length === longest.length }
}
