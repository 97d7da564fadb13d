/** Plays a loaded case on the simulator as `chaoslemur run --backend sim` does, and looks on. */
import { EPOCH_MS } from '../../src/backends/sim/clock.ts'
import { createNetwork } from '../../src/backends/sim/network.ts'
import type { KindProfile, SimNetwork } from '../../src/backends/sim/network-types.ts'
import { findProfile } from '../../src/backends/sim/profile.ts'
import { simTestbed } from '../../src/backends/sim/testbed.ts'
import { waitReady } from '../../src/backends/wait-ready.ts'
import { predictor } from '../../src/cli/predictor.ts'
import { explain } from '../../src/lib/errors.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Testbed } from '../../src/model/testbed.ts'
import { type Journal, memoryJournal } from '../../src/run/journal.ts'
import { runPlan } from '../../src/run/run.ts'
import { Claims } from './claims.ts'
import { linksAsTheyAre, lookAtTheEnd } from './final.ts'
import type { Loaded } from './load-case.ts'
import type { Final, Played } from './played.ts'
import { Sampler } from './samples.ts'
import { WatchedNetwork } from './watched-network.ts'

export interface PlayOptions {
  readonly signal: AbortSignal
  /** Puts something between the network and the testbed, to see that it is noticed. */
  spoil?(network: SimNetwork): SimNetwork
  /** The plan that is really played, where it is not the one that is judged. */
  readonly instead?: Plan
}

export const playCase = async (loaded: Loaded, options: PlayOptions): Promise<Played> => {
  const { plan } = loaded
  const journal = memoryJournal()
  const network = networkOf(plan, () => sampler.look(), options)
  const sampler = new Sampler(network, plan)
  const claims = new Claims(network, plan.topology)
  journal.subscribe((entry) => claims.read(entry))
  const latestEndAt = EPOCH_MS + READY_MS + longestMs(loaded)
  const { timeline } = loaded
  const facts = {
    ...{ plan, timeline, entries: journal.entries, latestEndAt, samples: sampler.samples },
    claims: claims.bySeq,
    besideDeaf: claims.besideDeaf,
  }
  try {
    const final = await run(loaded, network, { journal, latestEndAt, options })
    return { ...facts, final }
  } catch (error) {
    options.signal.throwIfAborted()
    return { ...facts, error: textOf(error) }
  }
}

const READY_MS = 120_000
/** A case has some ten thousand. */
const MOST_EVENTS = 5_000_000

const networkOf = (plan: Plan, onInstant: () => void, { spoil }: PlayOptions): SimNetwork => {
  const inner = createNetwork(plan.topology, { seed: plan.seed, profileOf })
  const watched = new WatchedNetwork(inner, { onInstant, mostEvents: MOST_EVENTS })
  return spoil ? spoil(watched) : watched
}

interface Parts {
  readonly journal: Journal
  readonly latestEndAt: number
  readonly options: PlayOptions
}

const run = async (
  { plan, timeline }: Loaded,
  network: SimNetwork,
  { journal, latestEndAt, options }: Parts,
): Promise<Final> => {
  const { topology } = plan
  const late = new AbortController()
  const signal = AbortSignal.any([options.signal, late.signal])
  await using testbed: Testbed = simTestbed(network, topology)
  await waitReady(testbed, READY_MS, () => undefined, signal)
  const linksBefore = linksAsTheyAre(network, topology)
  const tooLate = network.schedule(latestEndAt - EPOCH_MS, () =>
    late.abort(new Error('the run has not ended')),
  )
  for (let iteration = 1; iteration <= plan.repeat; iteration++)
    await runPlan(
      {
        plan: options.instead ?? plan,
        timeline,
        testbed,
        backend: 'sim',
        versions: {},
        iteration,
        journal,
        predict: predictor(topology),
      },
      signal,
    )
  tooLate.cancel()
  return lookAtTheEnd(testbed, { network, linksBefore }, signal)
}

/** What a plan can take at the most: everything one after the other, and each half up to its timeout. */
const longestMs = ({ plan, timeline }: Loaded): number => {
  const { repeat, steadyState, limits } = plan
  const each = timeline.map(({ start, forMs = 0, phases, silentForMs }) => {
    const startMs = start.type === 'at' ? start.atMs : start.delayMs
    const lastsMs = Math.min(limits.faultTtlMs, forMs + (phases.at(-1)?.afterMs ?? 0))
    return startMs + lastsMs + 2 * (silentForMs + HALF_MS)
  })
  return repeat * (steadyState.timeoutMs + each.reduce((sum, ms) => sum + ms, 0) + HALF_MS)
}

/** A minute past the horizon is the timeout of a half (src/run/run.ts); the rest is for horizon and looks. */
const HALF_MS = 90_000

const profileOf = (kind: string): KindProfile => {
  const profile = findProfile(kind)
  if (!profile) throw new Error(`no profile of ${kind}`)
  return profile
}

const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? explain(error)) : String(error)
