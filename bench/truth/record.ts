/** What a run wrote of itself: the parts of its folder that are compared, as they stand in the files. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Entry {
  readonly type: string
  readonly at: number
  readonly node?: string
  readonly from?: string
  readonly peer?: string
  readonly up?: boolean
  readonly prefix?: string
  readonly nextHops?: readonly string[]
  readonly protocol?: string
  readonly octets?: number
  readonly id?: string
  readonly adjacent?: readonly string[]
  readonly instance?: string
  readonly half?: string
  readonly commandedAt?: number
  readonly verdict?: string
  readonly applied?: readonly { readonly verifiedAt?: number }[]
}

export interface Figure {
  readonly name: string
  readonly instance: string
  readonly half: string
  readonly value: number | null
}

export interface RunRecord {
  readonly entries: readonly Entry[]
  readonly figures: readonly Figure[]
  /** Node of each address on a link. */
  readonly nodeOf: ReadonlyMap<string, string>
}

interface TopologyFile {
  readonly links: readonly {
    readonly ends: readonly { readonly node: string; readonly ipv4: string }[]
  }[]
}

/** `folder`: of a run of one iteration. */
export const readRecord = (folder: string): RunRecord => {
  const read = (name: string) => readFileSync(join(folder, name), 'utf8')
  const { links } = JSON.parse(read('topology.json')) as TopologyFile
  const { measurements } = JSON.parse(read('measurements.json')) as { measurements: Figure[] }
  const lines = read('events.jsonl').trimEnd().split('\n')
  return {
    entries: lines.map((line) => JSON.parse(line) as Entry),
    figures: measurements,
    nodeOf: new Map(
      links.flatMap(({ ends }) => ends.map(({ node, ipv4 }) => [ipv4, node] as const)),
    ),
  }
}
