/** One drawn network on the engine: up, compared, a link cut, compared, healed, compared, down. */
import { takeDown } from '../../src/backends/docker/down.ts'
import type { DockerBackend } from '../../src/backends/docker/index.ts'
import { inventory } from '../../src/backends/docker/inventory.ts'
import type { DockerTestbed } from '../../src/backends/docker/testbed.ts'
import { kindNames } from '../../src/kinds/index.ts'
import { BackendError, InputError } from '../../src/lib/errors.ts'
import { loadTopology } from '../../src/load/topology.ts'
import type { Effect } from '../../src/model/effect.ts'
import type { Topology } from '../../src/model/topology.ts'
import { changes, fold } from '../../src/run/fold.ts'
import { impairmentOf } from '../../src/run/impairment.ts'
import { solve } from '../../src/solve/solve.ts'
import { awaitAgreement, PATIENCE, type Patience } from './agree.ts'
import { comparison, comparisonsIn } from './compare.ts'
import type { Drawn } from './draw.ts'
import { askReasons, type ReasonTally } from './reasons.ts'

export interface PhaseResult {
  readonly name: string
  /** A node and a prefix each. */
  readonly comparisons: number
  readonly differences: readonly string[]
  readonly reasons: ReasonTally
}

export interface CaseResult {
  readonly drawn: Drawn
  readonly topology: Topology
  readonly phases: readonly PhaseResult[]
  readonly tookMs: number
}

export const loadDrawn = ({ lab, text }: Drawn): Topology =>
  loadTopology(`${lab}.yaml`, text, { kinds: kindNames })

/** Takes the lab down whatever happens; leaves alone one of that name that is there already. */
export const runCase = async (
  backend: DockerBackend,
  drawn: Drawn,
  signal: AbortSignal,
  patience: Patience = PATIENCE,
): Promise<CaseResult> => {
  const startedAt = performance.now()
  const topology = loadDrawn(drawn)
  await refuseTaken(backend, drawn.lab)
  try {
    await using testbed = await backend.up(topology, signal)
    const phases: PhaseResult[] = []
    let before: readonly Effect[] = []
    for (const { name, effects } of phasesOf(drawn, topology)) {
      await bring(testbed, before, effects, signal)
      phases.push(await comparePhase(testbed, name, effects, patience, signal))
      before = effects
    }
    return { drawn, topology, phases, tookMs: performance.now() - startedAt }
  } finally {
    await takeDown(backend.engine, drawn.lab, { images: true })
  }
}

const refuseTaken = async ({ engine }: DockerBackend, lab: string): Promise<void> => {
  const { containers, networks } = await inventory(engine, lab)
  if (containers.length + networks.length === 0) return
  throw new InputError(`lab ${lab} is there already`, { hint: `chaoslemur down ${lab}` })
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
  testbed: DockerTestbed,
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
  testbed: DockerTestbed,
  name: string,
  effects: readonly Effect[],
  patience: Patience,
  signal: AbortSignal,
): Promise<PhaseResult> => {
  const { topology } = testbed
  const impairment = impairmentOf(fold(effects, topology).values(), topology)
  const compare = comparison(topology, impairment)
  const differences = await awaitAgreement(() => compare(testbed, signal), patience, signal)
  const reasons = await askReasons(testbed, solve(topology, impairment))
  return { name, comparisons: comparisonsIn(topology), differences, reasons }
}
