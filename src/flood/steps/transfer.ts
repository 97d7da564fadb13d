import { type Burst, type BurstHead, type BurstKind, burstOf } from '../burst.ts'
import type { Flow, Next, Place } from '../flow.ts'
import { flowingRates } from '../intervals.ts'
import { afterLastPass } from '../last-pass.ts'
import type { Transfer } from '../types.ts'

/** Makes a transfer, with everything that is recorded of it. */
export const transfer = async (
  flow: Flow,
  job: Transfer,
  { repeat, cold, kind }: Place & { readonly kind: BurstKind },
): Promise<Burst> => {
  const { engine, signal, emit, bursts, config } = flow
  const number = bursts.length + 1
  const head: BurstHead = { number, kind, repeat, cold, sources: job.sources }
  emit({ type: 'burst-started', ...head })
  const rates = flowingRates()
  const watch = flow.watch?.()
  try {
    const measured = await engine.transfer(job, signal, (totals) => {
      rates.add(totals)
      const { atMs: _, ...rest } = totals
      emit({ type: 'progress', number, kind, ...rest })
    })
    const usage = watch?.read()
    const senders = job.sources === 'first' ? 1 : config.setup.sources.length
    const result = afterLastPass(job, measured, senders)
    const intervals = rates.from(result.startedAtMs)
    const burst = burstOf(head, {
      result,
      intervals,
      counted: config.counted,
      ...(usage ? { usage } : {}),
    })
    bursts.push(burst)
    emit({ type: 'burst-ended', ...burst })
    return burst
  } finally {
    watch?.stop()
  }
}

/** After a loss of prefixes the next cycle may tell more; after a loss of the device none can. */
export const nextAfter = ({ outcome }: Burst): Next =>
  outcome === 'complete' || outcome === 'short' || outcome === 'time-limit' ? 'go-on' : 'stop'
