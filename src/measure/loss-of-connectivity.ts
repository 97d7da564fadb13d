import { brokenNodes } from './broken-nodes.ts'
import { type Gap, gapsOf } from './gaps.ts'
import { type Figure, nothing, perWindow } from './metric.ts'

/**
 * Loss of connectivity (RFC 6412 section 3.6.5): for each pair, how long its probes went unanswered
 * in gaps that began in the window. A pair that ends at a broken node has nothing to converge to, so
 * it is shown but not counted.
 */
export const lossOfConnectivity = perWindow({
  name: 'loss-of-connectivity',
  unit: 'ms',
  summary: 'For each pair of routers, how long its probes went unanswered.',
  figure: (window) => {
    if (window.iteration.started?.probeIntervalMs === 0) return nothing('no probes were sent')
    const broken = brokenNodes(window)
    const isApart = ({ from, to }: Gap) => broken.has(from) || broken.has(to)
    const gaps = gapsOf(window)
    const counted = sumByPair(gaps.filter((gap) => !isApart(gap)))
    const apart = sumByPair(gaps.filter(isApart), ' (end is broken)')
    return figureOf(counted, apart, gaps.filter((gap) => gap.isOpen && !isApart(gap)).length)
  },
})

const figureOf = (
  counted: Readonly<Record<string, number>>,
  apart: Readonly<Record<string, number>>,
  open: number,
): Figure => {
  const samples = Object.values(counted)
  return {
    value: Math.max(0, ...samples),
    samples,
    by: { ...counted, ...apart },
    note: open > 0 ? `${open} gaps had not ended when the run did` : undefined,
  }
}

const sumByPair = (gaps: readonly Gap[], mark = ''): Record<string, number> => {
  const sums = new Map<string, number>()
  for (const { from, to, lengthMs } of gaps) {
    const pair = `${from} > ${to}${mark}`
    sums.set(pair, (sums.get(pair) ?? 0) + lengthMs)
  }
  return Object.fromEntries([...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
