/** What is done to one network, and the comparison after each of it. */
import { BackendError } from '../../src/lib/errors.ts'
import type { Effect } from '../../src/model/effect.ts'
import type { Testbed } from '../../src/model/testbed.ts'
import type { Topology } from '../../src/model/topology.ts'
import { changes, fold } from '../../src/run/fold.ts'
import { impairmentOf } from '../../src/run/impairment.ts'
import { type Prediction, solve } from '../../src/solve/solve.ts'
import { awaitAgreement, type Patience } from './agree.ts'
import { comparison, comparisonsIn } from './compare.ts'
import type { Drawn } from './draw.ts'
import { NO_REASONS, type ReasonTally } from './reasons.ts'

export interface PhaseResult {
  readonly name: string
  /** A node and a prefix each. */
  readonly comparisons: number
  readonly differences: readonly string[]
  readonly reasons: ReasonTally
}

interface Phase {
  readonly name: string
  /** All that is done to the network in it. */
  readonly effects: readonly Effect[]
}

export const phasesOf = (drawn: Drawn, topology: Topology): readonly Phase[] => {
  const twin = twinOf(drawn)
  return [
    { name: 'before', effects: twin },
    { name: 'cut', effects: [...twin, ...cutOf(drawn, topology)] },
    { name: 'healed', effects: twin },
  ]
}

export interface PhaseParts {
  readonly patience: Patience
  /** Why the routers chose as they did, where they can be asked. */
  reasons?(prediction: Prediction): Promise<ReasonTally>
}

export const runPhases = async (
  testbed: Testbed,
  drawn: Drawn,
  parts: PhaseParts,
  signal: AbortSignal,
): Promise<readonly PhaseResult[]> => {
  const results: PhaseResult[] = []
  let before: readonly Effect[] = []
  for (const phase of phasesOf(drawn, testbed.topology)) {
    await bring(testbed, before, phase.effects, signal)
    results.push(await comparePhase(testbed, phase, parts, signal))
    before = phase.effects
  }
  return results
}

const twinOf = ({ twin }: Drawn): readonly Effect[] =>
  twin ? [{ lever: 'routes', node: twin.node, announce: [twin.prefix], withdraw: [] }] : []

/** Both ends lose their carrier. */
const cutOf = ({ cut }: Drawn, { links }: Topology): readonly Effect[] =>
  (links[cut]?.ends ?? []).map(({ node }) => ({
    lever: 'carrier',
    end: { link: links[cut]?.id as string, node },
    up: false,
  }))

const bring = async (
  testbed: Testbed,
  before: readonly Effect[],
  after: readonly Effect[],
  signal: AbortSignal,
): Promise<void> => {
  const { topology } = testbed
  const states = changes(fold(before, topology), fold(after, topology), topology)
  const applied = states.length > 0 ? await testbed.apply(states, signal) : []
  const failed = applied.find(({ verifiedAt }) => verifiedAt === undefined)
  if (failed) throw new BackendError(`not verified: ${failed.subject}: ${failed.readBack}`)
}

const comparePhase = async (
  testbed: Testbed,
  { name, effects }: Phase,
  { patience, reasons }: PhaseParts,
  signal: AbortSignal,
): Promise<PhaseResult> => {
  const { topology, clock } = testbed
  const impairment = impairmentOf(fold(effects, topology).values(), topology)
  const compare = comparison(topology, impairment)
  const look = () => compare(testbed, signal)
  return {
    name,
    comparisons: comparisonsIn(topology),
    differences: await awaitAgreement(look, clock, patience, signal),
    reasons: (await reasons?.(solve(topology, impairment))) ?? NO_REASONS,
  }
}
