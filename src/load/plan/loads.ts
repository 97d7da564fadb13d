/** The entries of `load`: each judged by itself, then against the topology, the steps and the others. */
import { didYouMean } from '../../lib/did-you-mean.ts'
import type { Load, RateStage } from '../../model/load.ts'
import { type LoadText, loadSpec } from '../../model/plan-spec.ts'
import type { Topology } from '../../model/topology.ts'
import { checkSchema } from '../check-schema.ts'
import type { Problem } from '../problem.ts'
import type { Path, Source } from '../yaml-source.ts'
import { placeRanges, type Ranged } from './load-ranges.ts'
import { scoped } from './scoped.ts'
import { startOf } from './step-parts.ts'
import type { Entry } from './steps.ts'

export interface Loads {
  readonly entries: readonly Entry[]
  readonly texts: readonly LoadEntry[]
  readonly problems: readonly Problem[]
}

export interface LoadEntry {
  readonly text: LoadText
  readonly path: Path
}

/** Reads the list. An entry with mistakes is left out, the others are kept. */
export const readLoads = (source: Source): Loads => {
  const list = scoped(source, ['load']).value
  const items: readonly unknown[] = Array.isArray(list) ? list : []
  const read = items.map((item, index) => readLoad(source, item, ['load', index]))
  return {
    entries: read.map(({ entry }) => entry),
    texts: read.flatMap(({ text, entry }) => (text ? [{ text, path: entry.path }] : [])),
    problems: read.flatMap(({ problems }) => problems),
  }
}

const readLoad = (source: Source, item: unknown, path: Path) => {
  const here = scoped(source, path)
  const { value, problems } = checkSchema(here, loadSpec)
  const id = (item as { readonly id?: unknown } | null)?.id
  const wrong = value ? [...startProblems(here, value), ...groupProblems(here, value)] : []
  return {
    entry: { path, ...(typeof id === 'string' && { id }) },
    text: value,
    problems: [...problems, ...wrong],
  }
}

const startProblems = (here: Source, { at, after }: LoadText): readonly Problem[] =>
  at === undefined || after === undefined
    ? []
    : [
        here.problem(['at'], 'starts both at a time and after a step', {
          at: 'key',
          hint: 'keep one of at and after',
        }),
      ]

const groupProblems = (here: Source, { prefixes, group, rate }: LoadText): readonly Problem[] => {
  const odd = prefixes % group !== 0
  const stages = Array.isArray(rate) ? rate : []
  const endless = stages.findIndex((stage, i) => stage.for === undefined && i < stages.length - 1)
  return [
    ...(odd
      ? [here.problem(['group'], `${prefixes} prefixes are not a multiple of ${group}`)]
      : []),
    ...(endless >= 0
      ? [here.problem(['rate', endless], '"for" is missing: only the last stage may be endless')]
      : []),
  ]
}

export interface Assembled {
  readonly loads: readonly Load[]
  readonly problems: readonly Problem[]
}

/** The loads with their places in the lab and their prefixes. */
export const assembleLoads = (
  source: Source,
  { texts }: Pick<Loads, 'texts'>,
  topology: Topology,
): Assembled => {
  const ranged = placeRanges(texts, topology)
  return {
    loads: ranged.flatMap(({ entry, range }) =>
      range ? [loadOf(entry.text, range, source.place(entry.path))] : [],
    ),
    problems: [
      ...texts.flatMap((entry) => placeProblems(source, entry, topology)),
      ...ranged.flatMap(({ entry, problem }) =>
        problem ? [scoped(source, entry.path).problem([problem.key], ...problem.words)] : [],
      ),
    ],
  }
}

const placeProblems = (
  source: Source,
  { text, path }: LoadEntry,
  { name, nodes, families }: Topology,
): readonly Problem[] => {
  const known = nodes.map((node) => node.name)
  const unknown = (['into', 'out'] as const).flatMap((key) => {
    const node = text[key]
    if (node === undefined || known.includes(node)) return []
    const hint = didYouMean(node, known)
    return [source.problem([...path, key], `no node ${node}`, { hint })]
  })
  if (families.includes(text.family)) return unknown
  const message = `the lab ${name} has no ${text.family}`
  return [...unknown, source.problem([...path, 'family'], message)]
}

const loadOf = (text: LoadText, range: Ranged, place: string): Load => ({
  id: text.id,
  do: text.do,
  into: text.into,
  out: text.out ?? text.into,
  family: text.family,
  prefixes: text.prefixes,
  groupSize: text.group,
  ...range,
  paths: text.paths,
  pathLength: text['path-length'],
  ...(text.rate !== undefined && { rate: stagesOf(text.rate) }),
  ...(text.for !== undefined && { forMs: text.for }),
  canaryEveryMs: text.canary,
  withdraw: text.withdraw,
  start: beginning(text),
  ...(text.note !== undefined && { note: text.note }),
  place,
})

const beginning = ({ at, after }: LoadText): Load['start'] => {
  const start = startOf({ at, after })
  return start.type === 'next' ? { type: 'at', atMs: 0 } : start
}

const stagesOf = (rate: NonNullable<LoadText['rate']>): readonly RateStage[] =>
  typeof rate === 'number'
    ? [{ fromPerS: rate, toPerS: rate }]
    : rate.map(({ from, to = from, for: forMs }) => ({
        fromPerS: from,
        toPerS: to,
        ...(forMs !== undefined && { forMs }),
      }))
