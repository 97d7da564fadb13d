/** Keys of the plan file that later versions read. Named, so that nobody looks for a typing error. */
import type { Problem } from '../problem.ts'
import type { Path, Source } from '../yaml-source.ts'

interface Later {
  readonly message: string
  readonly hint: string
}

const IN_PLAN: Readonly<Record<string, Later>> = {
  'stop-conditions': {
    message: 'this version does not watch stop conditions',
    hint: 'use limits, or leave "stop-conditions" out',
  },
}

const IN_STEP: Readonly<Record<string, Later>> = {
  random: {
    message: 'this version does not draw random schedules',
    hint: 'use every with jitter',
  },
  when: {
    message: 'this version does not start steps on conditions',
    hint: 'use after with an event',
  },
}

export interface Pruned {
  readonly source: Source
  readonly problems: readonly Problem[]
}

/** The source without those keys, and a problem for each. */
export const prune = (source: Source): Pruned => {
  const problems: Problem[] = []
  const walk = (value: unknown, path: Path): unknown => {
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...path, index]))
    if (!isRecord(value)) return value
    const later = path.length === 0 ? IN_PLAN : IN_STEP
    const kept = Object.entries(value).filter(([key]) => {
      const found = Object.hasOwn(later, key) ? later[key] : undefined
      if (found) problems.push(mark(source, [...path, key], found))
      return !found
    })
    return Object.fromEntries(
      kept.map(([key, item]) => [key, BLOCKS.includes(key) ? walk(item, [...path, key]) : item]),
    )
  }
  return { source: { ...source, value: walk(source.value, []) }, problems }
}

/** Where steps stand. Elsewhere, in the parameters of a fault say, such a key means something else. */
const BLOCKS = ['steps', 'sequence', 'parallel']

const mark = (source: Source, path: Path, { message, hint }: Later): Problem =>
  source.problem(path, message, { at: 'key', hint })

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null
