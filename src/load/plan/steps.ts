/** Steps and blocks of a plan file. Each is judged by what it is, so that errors speak of that. */
import { didYouMean } from '../../lib/did-you-mean.ts'
import type { Fault } from '../../model/fault.ts'
import type { PlanNode, Step } from '../../model/plan.ts'
import {
  type BlockText,
  parallelSpec,
  type StepText,
  sequenceSpec,
  stepSpec,
} from '../../model/plan-spec.ts'
import { checkSchema } from '../check-schema.ts'
import type { Problem } from '../problem.ts'
import type { Path, Source } from '../yaml-source.ts'
import { scoped } from './scoped.ts'
import { selectorOf, startOf } from './step-parts.ts'

/** A step, or a block: those have no id. */
export interface Entry {
  readonly id?: string
  readonly of?: string
  readonly path: Path
}

export interface Steps {
  readonly nodes: readonly PlanNode[]
  /** All that is written, also what was left out of `nodes` for its mistakes. */
  readonly entries: readonly Entry[]
  readonly problems: readonly Problem[]
}

/** Reads the list at a path. A step with mistakes is left out, the others are kept. */
export const readSteps = (source: Source, path: Path, faults: readonly Fault[]): Steps => {
  const list = scoped(source, path).value
  if (!Array.isArray(list)) return { nodes: [], entries: [], problems: [] }
  const inBlock = path.length > 1 ? String(path.at(-1)) : undefined
  return join(
    list.map((item, index) => readNode({ source, item, path: [...path, index], inBlock, faults })),
  )
}

interface Reading {
  readonly source: Source
  readonly item: unknown
  readonly path: Path
  readonly inBlock: string | undefined
  readonly faults: readonly Fault[]
}

const readNode = (reading: Reading): Steps => {
  const { item } = reading
  if (isRecord(item) && 'sequence' in item) return readBlock('sequence', reading)
  if (isRecord(item) && 'parallel' in item) return readBlock('parallel', reading)
  return readStep(reading)
}

const readBlock = (type: 'sequence' | 'parallel', reading: Reading): Steps => {
  const { source, path, faults } = reading
  const here = scoped(source, path)
  const spec = type === 'sequence' ? sequenceSpec : parallelSpec
  const { value, problems } = checkSchema<typeof sequenceSpec | typeof parallelSpec>(here, spec)
  const inner = readSteps(source, [...path, type], faults)
  const node = value && {
    type,
    start: startOf(value as BlockText),
    children: inner.nodes,
  }
  return {
    nodes: node ? [node] : inner.nodes,
    entries: [{ path }, ...inner.entries],
    problems: [...problems, ...startProblems(here, reading), ...inner.problems],
  }
}

const readStep = (reading: Reading): Steps => {
  const { source, path, faults } = reading
  const here = scoped(source, path)
  const { value, problems } = checkSchema(here, stepSpec)
  const wrongStart = startProblems(here, reading)
  const fault = readFault(here, faults)
  const all = [...problems, ...wrongStart, ...wrongName(here), ...fault.problems]
  const nodes: PlanNode[] =
    value && fault.problems.length === 0
      ? [{ type: 'step', step: stepOf(value, fault.params, source.place(path)) }]
      : []
  return { nodes, entries: [entryOf(here.value, path)], problems: all }
}

const entryOf = (value: unknown, path: Path): Entry => {
  const { id, of } = isRecord(value) ? value : {}
  return {
    path,
    ...(typeof id === 'string' && { id }),
    ...(typeof of === 'string' && { of }),
  }
}

/** `storm.2` says that it is the second activation of `storm`. */
const wrongName = (here: Source): readonly Problem[] => {
  const { id, of } = entryOf(here.value, [])
  if (id === undefined || of === undefined || id === of) return []
  if (id.startsWith(`${of}.`) && /^[1-9]\d*$/.test(id.slice(of.length + 1))) return []
  const hint = `write id: ${of}, id: ${of}.2 and so on`
  return [here.problem(['of'], `${id} is not an activation of ${of}`, { hint })]
}

interface ReadFault {
  readonly params?: unknown
  readonly problems: readonly Problem[]
}

/** The parameters of the fault, by its own schema. */
const readFault = (here: Source, faults: readonly Fault[]): ReadFault => {
  const { do: name, with: given = {} } = (here.value ?? {}) as Record<string, unknown>
  if (typeof name !== 'string') return { problems: [] }
  const fault = faults.find((candidate) => candidate.name === name)
  if (!fault) return { problems: [unknownFault(here, name, faults)] }
  if (!isRecord(given)) return { problems: [] }
  const { value, problems } = checkSchema(scoped(here, ['with']), fault.params, given)
  return { params: value, problems }
}

const unknownFault = (here: Source, name: string, faults: readonly Fault[]): Problem =>
  here.problem(['do'], `unknown fault ${JSON.stringify(name)}`, {
    hint: didYouMean(
      name,
      faults.map((fault) => fault.name),
    ),
  })

const startProblems = (here: Source, { inBlock }: Reading): readonly Problem[] => {
  const value = here.value
  if (!isRecord(value) || !('at' in value)) return []
  if ('after' in value)
    return [
      here.problem(['at'], 'starts both at a time and after a step', {
        at: 'key',
        hint: 'keep one of at and after',
      }),
    ]
  if (inBlock === undefined) return []
  const hint =
    inBlock === 'sequence'
      ? 'in a sequence each starts when the one before it ended'
      : 'in a parallel block all start together'
  return [here.problem(['at'], `"at" has no meaning in a ${inBlock} block`, { at: 'key', hint })]
}

const stepOf = (text: StepText, params: unknown, place: string): Step => ({
  id: text.id,
  do: text.do,
  on: selectorOf(text.on),
  with: params,
  start: startOf(text),
  place,
  ...(text.of !== undefined && { of: text.of }),
  ...(text.for !== undefined && { forMs: text.for }),
  ...(text.note !== undefined && { note: text.note }),
  ...(text.every && {
    every: {
      periodMs: text.every.period,
      firstMs: text.every.first,
      count: text.every.count,
      jitter: text.every.jitter,
    },
  }),
})

const join = (parts: readonly Steps[]): Steps => ({
  nodes: parts.flatMap(({ nodes }) => nodes),
  entries: parts.flatMap(({ entries }) => entries),
  problems: parts.flatMap(({ problems }) => problems),
})

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
