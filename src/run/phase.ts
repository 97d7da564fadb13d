import { createRandom } from '../lib/random.ts'
import type { Plan } from '../model/plan.ts'
import type { Testbed } from '../model/testbed.ts'

/**
 * Before each iteration of a plan that is repeated: waits for a part, drawn from the seed, of the longest
 * rhythm of the routers. A plan takes about as long each time, so that without it all repeats would break
 * things in one phase of the keepalive and MRAI timers, and another timer would give another phase.
 */
export const awaitPhase = async (
  { repeat, seed, topology }: Pick<Plan, 'repeat' | 'seed' | 'topology'>,
  iteration: number,
  { clock }: Pick<Testbed, 'clock'>,
  signal: AbortSignal,
): Promise<void> => {
  if (repeat === 1) return
  const share = createRandom(seed).fork('phase').fork(String(iteration)).next()
  try {
    await clock.until(clock.now() + share * longestRhythmMs(topology), signal)
  } catch (error) {
    // The iteration itself says that it was interrupted.
    if (!signal.aborted) throw error
  }
}

const longestRhythmMs = ({ nodes }: Plan['topology']): number =>
  Math.max(
    ...nodes.map(({ timers: { keepaliveMs, mraiMs, ibgpMraiMs = 0 } }) =>
      Math.max(keepaliveMs, mraiMs, ibgpMraiMs),
    ),
  )
