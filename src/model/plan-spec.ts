/** The plan file as it is written. load/plan.ts turns it into a Plan (model/plan.ts). */
import { z } from 'zod'
import { duration, percent, perSecond, positiveDuration } from '../lib/units.ts'
import { matrixSpec } from './matrix-spec.ts'

/** The message of a key that takes several forms, when it is not there at all. */
const missing = (key: string, hint: string) => ({
  error: ({ input }: { readonly input?: unknown }) =>
    input === undefined ? `"${key}" is missing\n${hint}` : undefined,
})

const oneOrMore = () =>
  z.codec(z.union([z.string(), z.array(z.string()).min(1)]), z.array(z.string()), {
    decode: (value) => (typeof value === 'string' ? [value] : value),
    encode: (value) => value,
  })

const stepId = () =>
  z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, {
    error: 'an id is made of letters, digits, and - _ . between them',
  })

const selectorMap = z.strictObject({
  names: oneOrMore()
    .optional()
    .describe(
      'Names, globs (ams--*), one direction of a link (a->b), group:NAME, kind:NAME, asn:NUMBER, and the words all, bridge-links, cut-vertices. What any of them names is selected; everything when absent.',
    ),
  group: z
    .string()
    .optional()
    .describe('Only nodes of this group, or links and sessions with an end there.'),
  kind: z
    .string()
    .optional()
    .describe('Only nodes of this kind, or links and sessions with an end there.'),
  asn: z
    .int()
    .optional()
    .describe('Only nodes of this AS, or links and sessions with an end there.'),
  pick: z.int().min(1).optional().describe('Draws so many of what is selected.'),
  exclude: oneOrMore().optional().describe('Not these; written like names.'),
  'distinct-from': stepId().optional().describe('Not what this step chose.'),
})

const selectorSpec = z
  .union(
    [z.string(), z.array(z.string()).min(1), selectorMap],
    missing('on', 'write a name, a list of names, or a map such as { group: edge, pick: 1 }'),
  )
  .describe(
    'What it acts on: a name, a list of names, or a choice. Several targets are hit at once.',
  )

const afterMap = z.strictObject({
  step: oneOrMore().describe('The step, or several: the last one counts.'),
  event: z
    .enum(['started', 'injected', 'healed', 'converged', 'ended'])
    .default('ended')
    .describe(
      'ended: the step is over, healed and settled. injected and healed: verified. converged: the network settled on the fault.',
    ),
  delay: duration().default(0).describe('From the event to the start.'),
})

const starts = {
  at: duration()
    .optional()
    .describe(
      'Start, counted from t0: the moment at which the steady state held. Without at and after, a step in a sequence starts when the one before it ended, a step in a parallel block with the block, and any other at t0.',
    ),
  after: z
    .union([z.string(), afterMap])
    .optional()
    .describe('Start after an event of another step; a bare id means when that step ended.'),
}

export const stepSpec = z.strictObject({
  id: stepId().describe('Unique name; also the label of its random stream.'),
  of: stepId()
    .optional()
    .describe('The step that this is an activation of; written by plan --expand.'),
  do: z.string().describe('Name of the fault.'),
  on: selectorSpec,
  with: z.record(z.string(), z.unknown()).optional().describe('Parameters of the fault.'),
  ...starts,
  every: z
    .strictObject({
      period: positiveDuration().describe('From one activation to the next.'),
      count: z.int().min(1).max(1_000).describe('How many activations.'),
      first: duration().default(0).describe('From the start of the step to its first activation.'),
      jitter: percent()
        .default(0)
        .describe('Largest deviation of each activation, either way, as a share of the period.'),
    })
    .optional()
    .describe('Repeats the step.'),
  for: positiveDuration()
    .optional()
    .describe('How long the fault lasts, counted from its verified injection.'),
  note: z.string().optional().describe('For the reader.'),
})

/** The children are judged one by one, so that each is judged by what it is. */
export const sequenceSpec = z.strictObject({
  sequence: z.array(z.unknown()).min(1).describe('Each starts when the one before it ended.'),
  ...starts,
})

export const parallelSpec = z.strictObject({
  parallel: z.array(z.unknown()).min(1).describe('All start together.'),
  ...starts,
})

const positiveRate = () =>
  perSecond().refine((rate) => rate > 0, { error: 'must be more than 0/s' })

const rateForm = ({ input }: { readonly input?: unknown }): string =>
  typeof input === 'number'
    ? `${input} has no unit\nwrite ${input}/s`
    : 'must be a number a second, or a list of stages\nwrite 5000/s'

const rateStage = z
  .strictObject({
    from: perSecond().describe('At its beginning.'),
    to: perSecond().optional().describe('At its end; the same when absent.'),
    for: positiveDuration().optional().describe('How long; the last stage may be without an end.'),
  })
  .refine(({ from, to = from }) => from + to > 0, { error: 'a stage that sends nothing' })

export const loadSpec = z.strictObject({
  id: stepId().describe('Unique name, among the steps too.'),
  do: z.literal('flood').describe('What sort of load: a flood of UPDATEs.'),
  into: z.string().describe('The router that hears them, from a neighbour of its own.'),
  out: z
    .string()
    .optional()
    .describe('The router that tells a sink what became of them; the same one when absent.'),
  prefixes: z.int().min(1).max(1_000_000).describe('Size of the table that is announced.'),
  group: z
    .int()
    .min(1)
    .max(200)
    .default(1)
    .describe('Prefixes in one UPDATE. A divisor of prefixes.'),
  rate: z
    .union([positiveRate(), z.array(rateStage).min(1)], { error: rateForm })
    .optional()
    .describe('UPDATEs a second, or a list of stages; as fast as they are taken when absent.'),
  family: z.enum(['ipv4', 'ipv6']).default('ipv4').describe('Family of the prefixes.'),
  'seed-prefix': z
    .string()
    .optional()
    .describe('The first prefix, such as 100.64.0.0/28; chosen beside the lab when absent.'),
  paths: z
    .enum(['cycle', 'each'])
    .default('cycle')
    .describe(
      'cycle: a new AS path for each pass through the table, so that routers may pack. each: one for each UPDATE.',
    ),
  'path-length': z.int().min(3).max(60).default(3).describe('AS numbers in each path.'),
  canary: positiveDuration()
    .refine((ms) => ms >= 100, { error: 'must be at least 100ms' })
    .default(1_000)
    .describe('Time between two canaries: prefixes whose way to the sink is timed.'),
  withdraw: z
    .boolean()
    .default(true)
    .describe('Withdraw the table before the end; without it the end of the session does.'),
  at: duration().optional().describe('Start, counted from t0; t0 itself when absent.'),
  after: z
    .union([z.string(), afterMap])
    .optional()
    .describe('Start after an event of a step; a bare id means when that step ended.'),
  for: positiveDuration()
    .optional()
    .describe('Announce the table again and again for so long; once when absent.'),
  note: z.string().optional().describe('For the reader.'),
})

const steadyState = z
  .strictObject({
    sessions: z.literal('all-established').describe('Every BGP session is Established.'),
    routes: z.literal('as-predicted').describe('Every table is as the solver predicts.'),
    quiet: z
      .strictObject({ for: duration().describe('So long.') })
      .describe('No UPDATE and no route change.'),
    timeout: positiveDuration().describe('Give up after so long.'),
  })
  .partial()
  .refine((entry) => Object.values(entry).filter((value) => value !== undefined).length <= 1, {
    error: 'one condition per entry: sessions, routes, quiet or timeout',
  })

/** Everything but the steps, which are judged one by one. */
export const planFrameSpec = z.strictObject({
  version: z
    .literal(1, {
      error: (issue) =>
        issue.input === undefined
          ? '"version" is missing\nwrite version: 1'
          : 'this version reads plans of version 1',
    })
    .describe('Version of the file format.'),
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]*$/, {
      error: 'a name is made of letters, digits, and - _ . between them',
    })
    .describe('Names the run folder.'),
  description: z.string().optional().describe('For the reader.'),
  topology: z
    .union(
      [z.string(), z.looseObject({})],
      missing('topology', 'write the path of a topology file'),
    )
    .describe('Topology file, relative to this file, or the topology itself.'),
  seed: z.int().min(0).default(1).describe('Seed of every random draw.'),
  'steady-state': z
    .array(steadyState)
    .min(1)
    .default([
      { sessions: 'all-established' },
      { routes: 'as-predicted' },
      { quiet: { for: 1_000 } },
      { timeout: 120_000 },
    ])
    .describe('What must hold before t0. What is not listed is not asked for.'),
  load: z
    .array(z.unknown())
    .min(1)
    .max(16)
    .optional()
    .describe('What the network carries while the steps are played: floods of UPDATEs.'),
  steps: z.array(z.unknown()).min(1).describe('What is done: steps and blocks of steps.'),
  repeat: z
    .strictObject({
      count: z.int().min(1).max(1_000).default(1).describe('How many times, at most.'),
      until: z
        .strictObject({
          measurement: z.string().describe('Such as convergence(cut), or detection(cut).median.'),
          ci: percent()
            .refine((share) => share > 0, { error: 'must be more than 0%' })
            .describe('How far its 95 % confidence interval may reach to either side of it.'),
          min: z.int().min(5).default(5).describe('So many times at least; 5 make an interval.'),
        })
        .optional()
        .describe('Ends the repetition once a mean, or median, is known so well.'),
    })
    .prefault({})
    .describe('Runs the whole plan several times; measurements are pooled.'),
  matrix: matrixSpec
    .optional()
    .describe(
      'Plays the plan once for each combination of these values, each for every node of the topology.',
    ),
  limits: z
    .strictObject({
      'nodes-down': z.int().min(0).optional().describe('So many nodes down at once, at most.'),
      'links-down': z.int().min(0).optional().describe('So many links down at once, at most.'),
      'keep-connected': z
        .array(z.string())
        .min(1)
        .optional()
        .describe('Nodes, or group:NAME, between which some way must always be left.'),
      'fault-ttl': positiveDuration().default(600_000).describe('No fault lasts longer.'),
    })
    .prefault({})
    .describe('What may be broken at any instant.'),
  assertions: z
    .array(z.string())
    .default([])
    .describe('Judged at the end, such as convergence(cut).p95 <= 2s.'),
  trust: z
    .strictObject({
      contention: z
        .enum(['ignore', 'warn', 'invalid'])
        .optional()
        .describe(
          'What is done where the host was too busy for the figures: faults that came late, others that took the processors, loads that could not be generated. Default invalid.',
        ),
    })
    .prefault({})
    .describe('When the figures are believed.'),
  control: z
    .boolean()
    .default(false)
    .describe(
      'Plays the plan once more at the end, as long, without its faults: what would have been anyway.',
    ),
  probes: z
    .strictObject({
      interval: duration()
        .default(100)
        .describe('Between two probes of one pair; 0s for no probes.'),
      streams: z.int().min(0).default(32).describe('So many pairs at most.'),
    })
    .prefault({})
    .describe('Probe packets between the nodes, which measure the loss of connectivity.'),
})

export type PlanFrame = z.output<typeof planFrameSpec>
export type StepText = z.output<typeof stepSpec>
export type LoadText = z.output<typeof loadSpec>
export type BlockText = z.output<typeof sequenceSpec> | z.output<typeof parallelSpec>
export type SelectorText = StepText['on']
export type AfterText = StepText['after']
