import { median } from '../lib/statistics.ts'
import { eventsOf, perLoad } from './load-metric.ts'
import { nothing } from './metric.ts'

export const loadCanary = perLoad({
  name: 'load-canary',
  unit: 'ms',
  summary: 'From the sending of a canary into the network to its arrival at the sink of the load.',
  figure: (load) => {
    const canaries = eventsOf(load, 'load-canary')
    const samples = canaries.flatMap(({ sentAt, seenAt }) =>
      seenAt === undefined ? [] : [seenAt - sentAt],
    )
    if (samples.length === 0) return nothing('no canary was seen')
    const lost = canaries.length - samples.length
    const note = lost > 0 ? `${lost} of ${canaries.length} were not seen` : undefined
    return { value: median(samples), samples, note }
  },
})
