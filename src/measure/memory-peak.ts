import { perUse, type UsePoint } from './node-use.ts'

/** Resources per node: the most memory, of each router at a time of its own, and the sum of these. */
export const memoryPeak = perUse({
  name: 'memory-peak',
  unit: 'octets',
  summary: 'The most memory of each router, of all together the sum.',
  figure: (uses, fromAt, untilAt) => {
    const by = Object.fromEntries(
      [...uses].map(([node, points]) => [
        node,
        Math.max(0, ...during(points, fromAt, untilAt).map(({ memoryOctets }) => memoryOctets)),
      ]),
    )
    return { value: Object.values(by).reduce((sum, octets) => sum + octets, 0), by }
  },
})

/** With the last sample before: what it shows held until the next one. */
const during = (points: readonly UsePoint[], fromAt: number, untilAt: number) =>
  points.filter(({ at }, i) => at < untilAt && (points[i + 1]?.at ?? at) >= fromAt)
