import { eventsOf, perLoad } from './load-metric.ts'

export const lostCanaries = perLoad({
  name: 'lost-canaries',
  unit: 'count',
  summary: 'Canaries of a load that its sink has not seen in time.',
  figure: (load) => {
    const lost = eventsOf(load, 'load-canary').filter(({ seenAt }) => seenAt === undefined)
    return { value: lost.length }
  },
})
