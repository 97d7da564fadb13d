/** What each router used of the host, between two instants, from samples once a second. */
import type { NodeName } from '../model/topology.ts'
import type { Iteration } from './iteration.ts'
import { type Figure, type Metric, nothing, perWindow } from './metric.ts'

export interface UsePoint {
  readonly at: number
  readonly cpuMs: number
  readonly memoryOctets: number
}

export type Uses = ReadonlyMap<NodeName, readonly UsePoint[]>

interface Fold {
  readonly name: string
  readonly unit: 'ms' | 'octets'
  readonly summary: string
  /** Between two instants; `uses` has at least two samples. */
  figure(uses: Uses, fromAt: number, untilAt: number): Figure
}

/** A figure for each half of each fault, and one for each iteration. None at all where nothing was sampled. */
export const perUse = ({ figure, ...fold }: Fold): Metric => {
  const between = (iteration: Iteration, fromAt: number, untilAt: number): Figure => {
    const uses = usesOf(iteration)
    const samples = Math.max(0, ...[...uses.values()].map(({ length }) => length))
    return samples < 2 ? nothing('less than two samples') : figure(uses, fromAt, untilAt)
  }
  const halves = perWindow({
    ...fold,
    figure: ({ iteration, commandedAt, untilAt }) => between(iteration, commandedAt, untilAt),
  })
  return {
    ...fold,
    ofHost: true,
    measure: (windows, iterations) => [
      ...halves.measure(
        windows.filter(({ iteration }) => usesOf(iteration).size > 0),
        iterations,
      ),
      ...iterations.flatMap((iteration) => {
        if (usesOf(iteration).size === 0) return []
        const whole = between(iteration, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)
        const { value, by } = whole
        const common = { name: fold.name, unit: fold.unit, iteration: iteration.number, value }
        return [{ ...common, samples: value === null ? [] : [value], ...(by && { by }) }]
      }),
    ],
  }
}

const known = new WeakMap<Iteration, Uses>()

const usesOf = (iteration: Iteration): Uses => {
  const found = known.get(iteration) ?? read(iteration)
  known.set(iteration, found)
  return found
}

/** A container that starts again counts from 0: what it had used before is added. */
const read = ({ observations }: Iteration): Uses => {
  const uses = new Map<NodeName, UsePoint[]>()
  const raw = new Map<NodeName, number>()
  for (const event of observations) {
    if (event.type !== 'resources-sampled') continue
    for (const [node, { cpuMs, memoryOctets }] of Object.entries(event.nodes)) {
      const own = uses.get(node) ?? []
      uses.set(node, own)
      const before = raw.get(node) ?? cpuMs
      const usedMs = cpuMs >= before ? cpuMs - before : cpuMs
      raw.set(node, cpuMs)
      own.push({ at: event.at, cpuMs: (own.at(-1)?.cpuMs ?? 0) + usedMs, memoryOctets })
    }
  }
  return new Map([...uses].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}
