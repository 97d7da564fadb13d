/** An AS graph in CAIDA's form, ordered by AS numbers. */
import { type Adjacency, type AsGraph, neighboursOf } from '../graph.ts'

export interface AsRelForm {
  /** Lines at the top, without `#`. */
  readonly comments?: readonly string[]
  /** With it the form is as-rel2: what its fourth field says. */
  readonly source?: string
}

/** Lines without their end. */
export function* asRelLines(
  { size, asns, customers, peers, siblings }: AsGraph,
  { comments = [], source }: AsRelForm = {},
): Generator<string> {
  for (const comment of comments) yield `# ${comment}`
  const end = source === undefined ? '' : `|${source}`
  const rows: readonly (readonly [Adjacency, string, boolean])[] = [
    [customers, `|-1${end}`, false],
    [peers, `|0${end}`, true],
    [siblings, `|1${end}`, true],
  ]
  for (let id = 0; id < size; id++)
    for (const [adjacency, tail, isMutual] of rows)
      for (const other of neighboursOf(adjacency, id))
        if (!isMutual || other > id) yield `${asns[id]}|${asns[other]}${tail}`
}
