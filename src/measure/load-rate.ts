import { eventsOf, perLoad } from './load-metric.ts'
import { nothing } from './metric.ts'

export const loadRate = perLoad({
  name: 'load-rate',
  unit: 'count',
  better: 'higher',
  summary: 'UPDATEs a second that a load really sent, over its whole length; a sample a burst.',
  figure: (load) => {
    const [ended] = eventsOf(load, 'load-ended')
    if (!ended || ended.sendingMs <= 0) return nothing('the load did not come to its end')
    const samples = eventsOf(load, 'load-burst').map(({ perS }) => perS)
    return { value: (ended.updates / ended.sendingMs) * 1000, samples }
  },
})
