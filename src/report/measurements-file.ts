/** measurements.json: the figures of a run with all that they depend on, for other programs. */
import { z } from 'zod'
import { InputError } from '../lib/errors.ts'
import { controlOf } from '../measure/control.ts'
import { entriesOf, type FinishedRun, headOf, timesPlayed } from './finished-run.ts'
import { hostOf } from './host.ts'
import { statisticsOf } from './statistics.ts'

/** Raised when a reader of the old form would misread the new one. */
const SCHEMA = 'chaoslemur/measurements/1'

const half = z.enum(['injection', 'reversion'])
const unit = z.enum(['ms', 'count', 'packets', 'octets', 'ratio'])
const figure = z.number().nullable()
const interval = z.object({ low: z.number(), high: z.number() })

const measurement = z.object({
  name: z.string(),
  unit,
  instance: z.string().optional(),
  step: z.string().optional(),
  half: half.optional(),
  iteration: z.number(),
  value: figure,
  samples: z.array(z.number()),
  note: z.string().optional(),
  by: z.record(z.string(), z.number()).optional(),
})

export const measurementsFile = z.object({
  schema: z.literal(SCHEMA),
  plan: z.string(),
  topology: z.string(),
  seed: z.number(),
  backend: z.string(),
  versions: z.record(z.string(), z.string()),
  timers: z.record(
    z.string(),
    z.object({
      keepaliveMs: z.number(),
      holdMs: z.number(),
      connectRetryMs: z.number(),
      mraiMs: z.number(),
      ibgpMraiMs: z.number().optional(),
    }),
  ),
  iterations: z.number(),
  verdict: z.enum(['passed', 'failed', 'invalid', 'aborted']),
  reasons: z.array(z.string()),
  // Added later: where the routers' host could be looked at, its use over the run; shares are from 0 to 1.
  host: z
    .object({
      forMs: z.number(),
      samples: z.number(),
      processors: z.number(),
      lab: z.number().optional(),
      foreign: z.number().optional(),
      low: z.number(),
      idle: z.number(),
      steal: z.number(),
      pressure: z.number().optional(),
      throttledMs: z.number(),
      waited: z.number().optional(),
      longestLagMs: z.number(),
    })
    .optional(),
  // Added later: of the run without faults, where one belongs to the plan, in the windows of the faults.
  control: z.object({ forMs: z.number(), measurements: z.array(measurement) }).optional(),
  // Added later: what speaks against the figures and was only to be said.
  doubts: z.array(z.string()).optional(),
  outcomes: z.array(
    z.object({
      instance: z.string(),
      half,
      iteration: z.number(),
      outcome: z.enum(['converged', 'converged-wrong', 'oscillating', 'timeout', 'aborted']),
      differences: z.array(z.string()),
      note: z.string().optional(),
    }),
  ),
  statistics: z.array(
    z.object({
      name: z.string(),
      unit,
      step: z.string().optional(),
      half: half.optional(),
      missing: z.number(),
      n: z.number(),
      min: figure,
      mean: figure,
      median: figure,
      p95: figure,
      max: figure,
      // Added later: files without them are read too.
      iterations: z.number().optional(),
      sd: figure.optional(),
      p99: figure.optional(),
      intervals: z.object({ mean: interval, median: interval }).nullable().optional(),
    }),
  ),
  measurements: z.array(measurement),
})

export type MeasurementsFile = z.infer<typeof measurementsFile>

export const renderMeasurements = (run: FinishedRun): string => {
  const { plan, topology, seed, backend, versions, timers } = headOf(run)
  const host = hostOf(run)
  const control = controlOf(run.entries)
  const doubts = entriesOf(run, 'doubted').map(({ reason }) => reason)
  const file = measurementsFile.parse({
    schema: SCHEMA,
    plan,
    topology: topology.name,
    seed,
    backend,
    versions,
    timers,
    iterations: timesPlayed(run),
    ...run.result,
    ...(host && { host }),
    ...(control && { control }),
    ...(doubts.length > 0 && { doubts }),
    outcomes: outcomesOf(run),
    statistics: statisticsOf(run.measurements),
    measurements: run.measurements,
  })
  return `${JSON.stringify(file, null, 2)}\n`
}

/** Reads what `renderMeasurements` wrote; `name` is for the error. */
export const parseMeasurements = (text: string, name: string): MeasurementsFile => {
  const result = measurementsFile.safeParse(parseJson(text))
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new InputError(
    `${name} is not a measurements file: ${issue?.path.join('.')}: ${issue?.message}`,
    {
      hint: `it must have "schema": "${SCHEMA}"; run the plan again with this version`,
    },
  )
}

const outcomesOf = ({ entries }: FinishedRun) => {
  let iteration = 0
  return entries.flatMap((entry) => {
    if (entry.type === 'run-started') iteration = entry.iteration
    if (entry.type !== 'settled') return []
    const { instance, half, outcome, differences, note } = entry
    return [{ instance, half, iteration, outcome, differences, ...(note ? { note } : {}) }]
  })
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
