/** The filters of the command line, checked against what there is. */

import { didYouMean } from '../lib/did-you-mean.ts'
import { parseDuration } from '../lib/duration.ts'
import { InputError } from '../lib/errors.ts'
import { type Chapter, prefixesOf, spansOf, stepsOf } from '../log/chapter.ts'
import { type Pair, pickPrefix, type Wanted } from '../log/select.ts'
import { TOPICS, type Topic } from '../log/told.ts'
import type { PrefixText, Topology } from '../model/topology.ts'

export interface Selection {
  readonly node?: string
  readonly prefix?: string
  readonly session?: string
  readonly fault?: string
  readonly from?: string
  readonly to?: string
  readonly type?: string
}

/** What does not depend on a journal. */
export const plainWanted = (
  topology: Topology,
  { node, session, type }: Selection,
): Pick<Wanted, 'nodes' | 'session' | 'topics'> => ({
  nodes: node === undefined ? undefined : nodesNamed(node, topology),
  session: session === undefined ? undefined : pairNamed(session, topology),
  topics: type === undefined ? undefined : topicsNamed(type),
})

export const wantedOf = (chapter: Chapter, selection: Selection): Wanted => {
  const { prefix, fault, from, to } = selection
  return {
    ...plainWanted(chapter.topology, selection),
    prefix: prefix === undefined ? undefined : prefixNamed(prefix, chapter).prefix,
    spans: fault === undefined ? undefined : spansNamed(fault, chapter),
    fromAt: from === undefined ? undefined : chapter.zeroAt + durationOf('--from', from),
    toAt: to === undefined ? undefined : chapter.zeroAt + durationOf('--to', to),
  }
}

export const prefixNamed = (
  text: string,
  chapter: Chapter,
): { readonly prefix: PrefixText; readonly isExact: boolean } => {
  const found = pickPrefix(text, prefixesOf(chapter))
  if (found) return found
  throw new InputError(`--prefix ${text}: nothing is said of it, nor of a prefix around it`, {
    hint: 'chaoslemur routes LAB NODE, or the report, lists the prefixes',
  })
}

const spansNamed = (fault: string, chapter: Chapter) => {
  const spans = spansOf(chapter, fault)
  if (spans.length > 0) return spans
  throw new InputError(`--fault ${fault}: no such step: ${didYouMean(fault, stepsOf(chapter))}`)
}

const durationOf = (option: string, text: string): number => {
  const [, sign, length = ''] = /^([-+]?)(.*)$/.exec(text) ?? []
  const ms = parseDuration(length)
  if (ms === undefined)
    throw new InputError(`${option} ${text}: not a duration`, { hint: 'write 12s or 250ms' })
  return sign === '-' ? -ms : ms
}

const nodesNamed = (text: string, topology: Topology): ReadonlySet<string> =>
  new Set(text.split(',').map((name) => requireName('--node', name, topology)))

const requireName = (option: string, name: string, { nodes }: Topology): string => {
  const names = nodes.map((node) => node.name)
  if (names.includes(name)) return name
  throw new InputError(`${option}: there is no node ${name}: ${didYouMean(name, names)}`)
}

/** `a--b` as links and sessions are written; either order, and for iBGP also `a==b`. */
const pairNamed = (text: string, topology: Topology): Pair => {
  const [a, b] = text.replace(/(#\d+)?(\/ipv[46])?$/, '').split(/--|==/)
  if (a === undefined || b === undefined)
    throw new InputError(`--session ${text}: write two routers, as in a--b`)
  const nodes = [requireName('--session', a, topology), requireName('--session', b, topology)]
  const links = topology.links.filter(({ ends }) => ends.every(({ node }) => nodes.includes(node)))
  return { nodes: [a, b], links: new Set(links.map(({ id }) => id)) }
}

const topicsNamed = (text: string): ReadonlySet<Topic> =>
  new Set(
    text.split(',').map((name) => {
      const topic = TOPICS.find((known) => known === name || `${known}s` === name)
      if (topic) return topic
      throw new InputError(`--type ${name}: ${didYouMean(name, TOPICS)}`)
    }),
  )
