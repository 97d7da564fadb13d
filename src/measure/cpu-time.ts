import { perUse, type UsePoint } from './node-use.ts'

/** Resources per node: processor time. Between two samples a router is taken to have used it evenly. */
export const cpuTime = perUse({
  name: 'cpu-time',
  unit: 'ms',
  summary: 'Processor time of all routers together.',
  figure: (uses, fromAt, untilAt) => {
    const by = Object.fromEntries(
      [...uses].map(([node, points]) => [
        node,
        Math.round((usedAt(points, untilAt) - usedAt(points, fromAt)) * 10) / 10,
      ]),
    )
    const sum = Object.values(by).reduce((total, ms) => total + ms, 0)
    return { value: Math.round(sum * 10) / 10, by }
  },
})

/** What was used at an instant; that of the nearest sample where it is before the first or after the last. */
const usedAt = (points: readonly UsePoint[], at: number): number => {
  const next = points.findIndex((point) => point.at >= at)
  const b = points[next] ?? (points.at(-1) as UsePoint)
  const a = points[next - 1]
  if (next <= 0 || !a) return b.cpuMs
  return a.cpuMs + ((b.cpuMs - a.cpuMs) * (at - a.at)) / (b.at - a.at)
}
