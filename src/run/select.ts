/** Resolves selectors: names, globs, words and draws become targets. */
import { nearest } from '../lib/did-you-mean.ts'
import { InputError } from '../lib/errors.ts'
import type { Random } from '../lib/random.ts'
import type { TargetType } from '../model/fault.ts'
import type { Selector } from '../model/plan.ts'
import type { Topology } from '../model/topology.ts'
import { type Candidate, candidatesOf } from './candidates.ts'
import { matches } from './match.ts'

export interface Selecting {
  readonly type: TargetType
  readonly topology: Topology
  /** Draws for `pick`. */
  readonly random: Random
  /** Keys of what `distinct-from` rules out. */
  readonly taken?: ReadonlySet<string>
}

/** The chosen ones in the order of the topology; never none: an empty selection is an InputError. */
export const select = (selector: Selector, selecting: Selecting): readonly Candidate[] => {
  const all = candidatesOf(selecting.type, selecting.topology)
  const allowed = named(selector, all, selecting)
    .filter((candidate) => isWithin(candidate, selector))
    .filter((candidate) => !isExcluded(candidate, selector, all, selecting))
    .filter(({ key }) => !selecting.taken?.has(key))
  if (allowed.length === 0)
    throw new InputError(`the selection is empty: no ${PLURAL[selecting.type]} are left`)
  return selector.pick === undefined ? allowed : draw(allowed, selector.pick, selecting)
}

const PLURAL: Readonly<Record<TargetType, string>> = {
  link: 'links',
  node: 'nodes',
  nodes: 'nodes',
  session: 'sessions',
}

/** What any of the names names; all of the sort when there are no names. */
const named = (
  { names, group, kind, asn }: Selector,
  all: readonly Candidate[],
  selecting: Selecting,
): readonly Candidate[] => {
  if (group !== undefined) known(`group:${group}`, all, selecting)
  if (kind !== undefined) known(`kind:${kind}`, all, selecting)
  if (asn !== undefined) known(`asn:${asn}`, all, selecting)
  if (names.length === 0) return all.filter(({ directed }) => !directed)
  const chosen = new Set(names.flatMap((name) => known(name, all, selecting)))
  return all.filter((candidate) => chosen.has(candidate))
}

/** Candidates that a word names. One that names nothing is a mistake. */
const known = (
  word: string,
  all: readonly Candidate[],
  { type, topology }: Selecting,
): readonly Candidate[] => {
  const found = all.filter((candidate) => matches(word, candidate, type, topology))
  if (found.length > 0) return found
  throw new InputError(...unknown(word, all, type, topology))
}

const isWithin = ({ nodes }: Candidate, { group, kind, asn }: Selector): boolean =>
  nodes.some(
    (node) =>
      (group === undefined || node.groups.includes(group)) &&
      (kind === undefined || node.kind === kind) &&
      (asn === undefined || node.asn === asn),
  )

/** A link is excluded whatever its direction. */
const isExcluded = (
  candidate: Candidate,
  { exclude }: Selector,
  all: readonly Candidate[],
  selecting: Selecting,
): boolean =>
  exclude.some((word) => known(word, all, selecting).some(({ key }) => key === candidate.key))

/** `count` of the candidates, each set of them as likely as any other. */
const draw = (
  candidates: readonly Candidate[],
  count: number,
  { random, type }: Selecting,
): readonly Candidate[] => {
  if (count > candidates.length)
    throw new InputError(`pick: ${count} of only ${candidates.length} ${PLURAL[type]}`)
  const left = [...candidates]
  const drawn = new Set(
    Array.from({ length: count }, () => left.splice(random.integer(0, left.length - 1), 1)[0]),
  )
  return candidates.filter((candidate) => drawn.has(candidate))
}

const unknown = (
  word: string,
  all: readonly Candidate[],
  type: TargetType,
  topology: Topology,
): [string, { hint: string }] => {
  const sort = type === 'nodes' ? 'node' : type
  if (word === 'bridge-links' || word === 'cut-vertices') {
    const fits = WORD_SORT[word] === sort
    const message = fits
      ? `the network has no ${word}`
      : `${word} are ${WORD_SORT[word]}s, and this fault acts on ${PLURAL[type]}`
    return [message, { hint: WORD_HINT[word] }]
  }
  const pool = word.includes(':') ? wordsOf(topology) : all.map(({ text }) => text)
  const near =
    nearest(word, pool) ??
    nearest(
      word,
      all.flatMap(({ names }) => names),
    )
  const hint = near === undefined ? HINT[type] : `did you mean ${near}?`
  return [
    `no ${sort} ${word.includes(':') ? 'of ' : ''}${word}`,
    { hint: otherSort(word, type, topology) ?? hint },
  ]
}

const WORD_SORT = { 'bridge-links': 'link', 'cut-vertices': 'node' } as const

const WORD_HINT = {
  'bridge-links': 'links whose loss parts the network',
  'cut-vertices': 'nodes whose loss parts the network',
} as const

const HINT: Readonly<Record<TargetType, string>> = {
  link: 'links are written a--b, one direction a->b',
  node: 'nodes are written by their names',
  nodes: 'nodes are written by their names',
  session: 'sessions are written a--b (eBGP) or a==b (iBGP), with /ipv6 for that family',
}

/** A name of the wrong sort of thing: a link for a node fault, and so on. */
const otherSort = (word: string, type: TargetType, topology: Topology): string | undefined => {
  const others = (['node', 'link', 'session'] as const).filter((other) => other !== type)
  const sort = others.find((other) =>
    candidatesOf(other, topology).some(({ names }) => names.includes(word)),
  )
  return sort && `${word} is a ${sort}, and this fault acts on ${PLURAL[type]}`
}

const wordsOf = ({ nodes }: Topology): string[] => [
  ...new Set(
    nodes.flatMap((node) => [
      ...node.groups.map((group) => `group:${group}`),
      `kind:${node.kind}`,
      `asn:${node.asn}`,
    ]),
  ),
]
