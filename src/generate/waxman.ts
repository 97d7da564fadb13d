import { z } from 'zod'
import { clique, defineShape, type Generated, names, nodesParam } from './shape.ts'

/** Random points on a plane; near ones are more likely linked (Waxman, 1988). Always connected. */
export const waxman = defineShape({
  name: 'waxman',
  summary: 'random places: near nodes are more likely linked',
  params: {
    nodes: nodesParam(1, 1000),
    alpha: z.number().gt(0).max(1).default(0.4).describe('Likelihood of links. Default 0.4.'),
    beta: z.number().gt(0).default(0.2).describe('Likelihood of long links. Default 0.2.'),
  },
  generate: ({ nodes, alpha, beta }, random) => {
    const points = Array.from({ length: nodes }, () => [random.next(), random.next()] as const)
    const pairs = clique(0, nodes - 1).map(([a, b]) => {
      const length = distance(points[a] as Point, points[b] as Point)
      return { a, b, length, linked: random.next() < chance(length, alpha, beta) }
    })
    return place(names(nodes), points, connect(nodes, pairs))
  },
})

type Point = readonly [number, number]
interface Pair {
  readonly a: number
  readonly b: number
  readonly length: number
  readonly linked: boolean
}

const distance = ([x1, y1]: Point, [x2, y2]: Point): number => Math.hypot(x1 - x2, y1 - y2)

const chance = (length: number, alpha: number, beta: number): number =>
  alpha * Math.exp(-length / (beta * Math.SQRT2))

/** The drawn links, and the shortest further ones that join what they leave apart. */
const connect = (nodes: number, pairs: readonly Pair[]): readonly Pair[] => {
  const island = Array.from({ length: nodes }, (_, i) => i)
  const root = (node: number): number =>
    island[node] === node ? node : root(island[node] as number)
  const join = ({ a, b }: Pair) => {
    island[root(a)] = root(b)
  }
  const drawn = pairs.filter((pair) => pair.linked)
  drawn.forEach(join)
  const added = pairs
    .filter((pair) => !pair.linked)
    .toSorted((p, q) => p.length - q.length)
    .filter((pair) => {
      const apart = root(pair.a) !== root(pair.b)
      if (apart) join(pair)
      return apart
    })
  return [...drawn, ...added]
}

/** The unit square becomes ten degrees each way around 0, 0. */
const place = (
  all: readonly string[],
  points: readonly Point[],
  pairs: readonly Pair[],
): Generated => ({
  nodes: Object.fromEntries(
    all.map((name, i) => {
      const [x, y] = points[i] as Point
      return [name, { position: { latitude: degrees(y), longitude: degrees(x) } }]
    }),
  ),
  links: pairs.map(({ a, b }) => [all[a] as string, all[b] as string]),
})

const degrees = (share: number): number => Number((share * 20 - 10).toFixed(4))
