import { type Metric, nothing, perWindow } from './metric.ts'
import { routeUpdates, sumByNode } from './route-updates.ts'

const fold = perWindow({
  name: 'packing',
  unit: 'count',
  summary: 'Prefixes, announced and withdrawn, in each UPDATE message received, on average.',
  figure: (window) => {
    const received = routeUpdates(window)
    if (received.length === 0) return nothing('no UPDATE was received')
    const messages = sumByNode(received, () => 1)
    const prefixes = sumByNode(received, prefixesIn)
    const value = received.reduce((sum, event) => sum + prefixesIn(event), 0) / received.length
    const by = Object.fromEntries(
      Object.entries(prefixes).map(([node, sum]) => [node, sum / (messages[node] as number)]),
    )
    return { value, samples: Object.values(by), by }
  },
})

/** Route packing (RFC 4098 section 5.1); one sample a node, its mean. */
export const packing: Metric = { ...fold, better: 'higher' }

const prefixesIn = ({ announced, withdrawn }: ReturnType<typeof routeUpdates>[number]): number =>
  announced.length + withdrawn.length
