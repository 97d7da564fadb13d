import { didYouMean } from '../../lib/did-you-mean.ts'
import type { Problem } from '../problem.ts'
import type { Path, Source } from '../yaml-source.ts'
import { scoped } from './scoped.ts'
import type { Entry } from './steps.ts'

/** Ids that are given twice, and names of steps that do not exist. */
export const checkReferences = (
  source: Source,
  steps: readonly Entry[],
  loads: readonly Entry[],
): readonly Problem[] => {
  const entries = [...loads, ...steps]
  const ids = entries.map(({ id }) => id)
  const twice = entries.filter(({ id }, index) => id !== undefined && ids.indexOf(id) < index)
  const known = steps.flatMap(({ id }) => id ?? [])
  return [
    ...twice.map((entry) => duplicate(source, entry, entries)),
    ...entries
      .flatMap(({ path }) => mentions(source, path))
      .flatMap((mention) => unknown(source, mention, known)),
  ]
}

const duplicate = (source: Source, { id, path }: Entry, entries: readonly Entry[]): Problem => {
  const first = entries.find((entry) => entry.id === id) as Entry
  const line = source.place(first.path).split(':').at(-2)
  return source.problem(
    [...path, 'id'],
    `a second ${first.path[0] === 'load' ? 'entry' : 'step'} ${id}`,
    {
      hint: `the first is in line ${line}`,
    },
  )
}

interface Mention {
  readonly id: string
  readonly path: Path
}

/** The places at which an entry names other steps, whatever else is wrong with it. */
const mentions = (source: Source, path: Path): readonly Mention[] =>
  [['after'], ['after', 'step'], ['on', 'distinct-from']].flatMap((keys) => {
    const value = scoped(source, [...path, ...keys]).value
    if (typeof value === 'string') return [{ id: value, path: [...path, ...keys] }]
    if (!Array.isArray(value)) return []
    return value.flatMap((id, index) =>
      typeof id === 'string' ? [{ id, path: [...path, ...keys, index] }] : [],
    )
  })

const unknown = (
  source: Source,
  { id, path }: Mention,
  ids: readonly string[],
): readonly Problem[] =>
  ids.includes(id)
    ? []
    : [source.problem(path, `no step ${JSON.stringify(id)}`, { hint: didYouMean(id, ids) })]
