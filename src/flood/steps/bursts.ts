import { InputError } from '../../lib/errors.ts'
import type { Flow, Place, Step } from '../flow.ts'
import { burst, file, rate, roundTrip } from '../transfers.ts'
import { nextAfter, transfer } from './transfer.ts'

const burstFrom =
  (sources: 'first' | 'all'): Step =>
  async (flow, place) =>
    nextAfter(await transfer(flow, burst(flow.config, sources), { ...place, kind: 'burst' }))

const rateFrom =
  (sources: 'first' | 'all'): Step =>
  async (flow, { repeat }) => {
    const place = { repeat: Math.max(1, repeat), cold: false, kind: 'rate' } as const
    return nextAfter(await transfer(flow, rate(flow.config, sources), place))
  }

export const burstFirst = burstFrom('first')
export const burstAll = burstFrom('all')
export const rateFirst = rateFrom('first')
export const rateAll = rateFrom('all')

export const sendFile: Step = async (flow, place) => {
  if (!flow.encoded) throw new InputError('mode file needs a file', { hint: '--file PATH' })
  const job = file(flow.config, flow.encoded, place.repeat)
  return nextAfter(await transfer(flow, job, { ...place, kind: 'file' }))
}

/** Ends at the first UPDATE that does not come back as it was sent. */
export const compareOneByOne: Step = async (flow) => {
  const rounds = flow.config.burst ?? Number.POSITIVE_INFINITY
  for (let round = 1; round <= rounds; round++)
    if (!(await cameBack(flow, { repeat: round, cold: false }))) return 'stop'
  return 'go-on'
}

const cameBack = async (flow: Flow, place: Place): Promise<boolean> => {
  const job = roundTrip(flow.config)
  const { outcome, foreignPrefixes } = await transfer(flow, job, { ...place, kind: 'function' })
  return outcome === 'complete' && foreignPrefixes === 0
}
