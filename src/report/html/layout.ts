/** Places of nodes in a drawing: from their positions on the globe, else by springs. The same input gives the same places. */
import { graphOf, neighbours } from '../../model/graph.ts'
import type { Topology } from '../../model/topology.ts'

export type Place = readonly [number, number]

/** Both coordinates are 0 to 1, y downwards. */
export const placesOf = (topology: Topology): ReadonlyMap<string, Place> => {
  const names = topology.nodes.map(({ name }) => name)
  const onGlobe = topology.nodes.flatMap(({ position }) => (position ? [mercator(position)] : []))
  const places = onGlobe.length === names.length ? onGlobe : springs(topology, circle(names.length))
  const fitted = fit(places, onGlobe.length === names.length)
  return new Map(names.map((name, i) => [name, fitted[i] as Place]))
}

const mercator = ({ latitude, longitude }: { latitude: number; longitude: number }): Place => {
  const radians = (Math.max(-80, Math.min(80, latitude)) * Math.PI) / 180
  return [(longitude * Math.PI) / 180, -Math.log(Math.tan(Math.PI / 4 + radians / 2))]
}

const circle = (count: number): Place[] =>
  Array.from({ length: count }, (_, i) => {
    const angle = (2 * Math.PI * i) / count - Math.PI / 2
    return [Math.cos(angle), Math.sin(angle)]
  })

/** Above this many nodes the springs would take longer than anybody looks at the result. */
const MOST_NODES = 200
const ROUNDS = 300

/** Fruchterman and Reingold (1991), begun on a circle and cooled evenly: no chance in it. */
const springs = (topology: Topology, start: readonly Place[]): readonly Place[] => {
  const count = start.length
  if (count < 4 || count > MOST_NODES) return start
  const index = new Map(topology.nodes.map(({ name }, i) => [name, i]))
  const edges = [...neighbours(graphOf(topology))].flatMap(([from, list]) =>
    list.map((to) => [index.get(from) as number, index.get(to) as number] as const),
  )
  const x = start.map(([value]) => value)
  const y = start.map(([, value]) => value)
  const length = 2 / Math.sqrt(count)
  for (let round = 0; round < ROUNDS; round++) {
    const dx = new Float64Array(count)
    const dy = new Float64Array(count)
    const push = (a: number, b: number, force: (distance: number) => number): void => {
      const [gapX, gapY] = [at(x, a) - at(x, b), at(y, a) - at(y, b)]
      const distance = Math.max(1e-3, Math.hypot(gapX, gapY))
      const share = force(distance) / distance
      dx[a] = at(dx, a) + gapX * share
      dy[a] = at(dy, a) + gapY * share
    }
    for (let a = 0; a < count; a++)
      for (let b = 0; b < count; b++) if (a !== b) push(a, b, (gap) => (length * length) / gap)
    for (const [a, b] of edges) push(a, b, (gap) => -(gap * gap) / length)
    const heat = 0.15 * (1 - round / ROUNDS)
    for (let i = 0; i < count; i++) {
      const size = Math.hypot(at(dx, i), at(dy, i)) || 1
      x[i] = at(x, i) + (at(dx, i) / size) * Math.min(size, heat)
      y[i] = at(y, i) + (at(dy, i) / size) * Math.min(size, heat)
    }
  }
  return x.map((value, i) => [value, at(y, i)])
}

const at = (list: ArrayLike<number>, i: number): number => list[i] as number

/** A map keeps its proportions as far as the drawing (two to one) allows. */
const fit = (places: readonly Place[], isMap: boolean): readonly Place[] => {
  const [left, right] = range(places.map(([x]) => x))
  const [top, bottom] = range(places.map(([, y]) => y))
  const [wide, high] = [right - left || 1, bottom - top || 1]
  const squeeze = isMap ? Math.min(1, Math.max(0.6, (2 * high) / wide)) : 1
  return places.map(([x, y]) => [
    right === left ? 0.5 : (x - left) / wide,
    bottom === top ? 0.5 : 0.5 + ((y - top) / high - 0.5) * squeeze,
  ])
}

const range = (values: readonly number[]): readonly [number, number] => [
  values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
]
