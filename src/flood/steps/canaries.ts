import { TimeoutError } from '../../lib/errors.ts'
import type { Step } from '../flow.ts'
import type { CanaryTimes } from '../types.ts'

/** What a source sent before has gone through the device when its canary is at the sink. */
export const canaries: Step = async (flow) => {
  const { config, engine, signal, emit, bursts, barriers } = flow
  if (!config.counted) return 'go-on'
  const seen = await engine.canaries(config.parameters.timeout, signal)
  barriers.push({ afterBurst: bursts.length, canaries: seen.map(roundTrip) })
  emit({ type: 'canaries', canaries: seen })
  const lost = seen.filter(({ seenAtMs }) => seenAtMs === undefined)
  if (lost.length > 0) throw unseen(lost, config.parameters.timeout)
  return 'go-on'
}

const roundTrip = ({ source, prefix, sentAtMs, seenAtMs }: CanaryTimes) => ({
  source,
  prefix,
  roundTripMs: seenAtMs === undefined ? null : Math.max(0, seenAtMs - sentAtMs),
})

const unseen = (lost: readonly CanaryTimes[], timeoutMs: number): TimeoutError =>
  new TimeoutError(`no canary came back within ${timeoutMs} ms`, {
    seen: lost.map(({ source, prefix }) => `source ${source}: ${prefix} did not reach the sink`),
    hint:
      'does the device forward between these two peers? ' +
      'it may filter the prefix (--canary-seed), or think the source unfit (next hop, first AS)',
  })
