import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { drawInternet } from '../../../src/internet/draw/internet.ts'
import { type AsGraph, buildGraph, idOfAsn, isNeighbour } from '../../../src/internet/graph.ts'
import { cleanPath } from '../../../src/internet/infer/clean-path.ts'
import { PathSet } from '../../../src/internet/infer/path-set.ts'
import { createPathReading, readPaths } from '../../../src/internet/infer/read-paths.ts'
import { type Inferred, inferRelationships } from '../../../src/internet/infer/relationships.ts'
import { LINK } from '../../../src/internet/link-list.ts'
import { pathOf } from '../../../src/internet/solve/routes.ts'
import { Solver } from '../../../src/internet/solve/solver.ts'
import { statisticsOf } from '../../../src/internet/statistics.ts'
import { packageRoot } from '../../../src/lib/package-root.ts'
import { createRandom } from '../../../src/lib/random.ts'
import { readBytes } from '../../../src/lib/read-bytes.ts'

const sequence = (...asns: number[]) => ({ type: 'sequence' as const, asns })

test('a path without repetitions, up to its first set', () => {
  assert.deepEqual(cleanPath([sequence(1, 1, 2), sequence(2, 3)]), [1, 2, 3])
  const set = { type: 'set' as const, asns: [8, 9] }
  assert.deepEqual(cleanPath([sequence(1, 2), set, sequence(3)]), [1, 2])
  const confederation = { type: 'confed-sequence' as const, asns: [65_001] }
  assert.deepEqual(cleanPath([confederation, sequence(1, 2)]), [1, 2])
})

test('paths of no use are refused with the reason', () => {
  assert.equal(cleanPath([]), 'empty')
  assert.equal(cleanPath([{ type: 'set', asns: [1] }]), 'empty')
  assert.equal(cleanPath([sequence(1, 2, 1)]), 'loop')
  for (const asn of [23_456, 64_512, 65_535, 65_550, 100_000, 4_200_000_000])
    assert.equal(cleanPath([sequence(1, asn, 2)]), 'reserved', String(asn))
})

const inferred = (paths: readonly (readonly number[])[]): Inferred => {
  const set = new PathSet()
  for (const path of paths) set.count(set.add(path))
  return inferRelationships(set)
}

const said = ({ links }: Inferred): string[] =>
  Array.from({ length: links.size }, (_, i) => {
    const { a, b, type } = links.at(i)
    return `${a}${type === LINK.peer ? '=' : '>'}${b}`
  })

test('two at the top with customers of their own: a path goes up, across, and down', () => {
  const found = inferred([
    [10, 1, 2, 20],
    [11, 1, 2, 21],
    [20, 2, 1, 11],
    [10, 1, 11],
    [21, 2, 20],
  ])
  assert.deepEqual(said(found).sort(), ['1=2', '1>10', '1>11', '2>20', '2>21'])
  assert.deepEqual(found.clique, [1, 2])
  assert.deepEqual(found.explained, { paths: 5, routes: 5 })
})

test('a path that cannot be explained is counted, with all its routes', () => {
  const six = [0, 1, 2, 3, 4, 5]
  const sound = six.flatMap((i) => [
    [100 + i, 1, 2, 200 + i],
    [200 + i, 2, 1, 100 + i],
    [200 + i, 2, 1, 50],
    [200 + i, 2, 3, 50],
    [200 + i, 2, 3, 300],
  ])
  const valley = [100, 1, 50, 3, 300]
  const found = inferred([...sound, valley, valley])
  assert.ok(['1>50', '3>50'].every((link) => said(found).includes(link)))
  assert.deepEqual(found.explained, { paths: sound.length, routes: sound.length })
})

/** Which share of the links that the paths show is what it really is. */
const rightShare = (truth: AsGraph, { links }: Inferred) => {
  const right = { customers: 0, peers: 0 }
  const all = { customers: 0, peers: 0 }
  for (let i = 0; i < links.size; i++) {
    const { a, b, type } = links.at(i)
    const [x, y] = [idOfAsn(truth, a), idOfAsn(truth, b)]
    const isPeer = isNeighbour(truth.peers, x, y)
    const isRight = type === LINK.peer ? isPeer : isNeighbour(truth.customers, x, y)
    all[isPeer ? 'peers' : 'customers']++
    right[isPeer ? 'peers' : 'customers'] += Number(isRight)
  }
  return { customers: right.customers / all.customers, peers: right.peers / all.peers }
}

test('a drawn Internet seen by twenty neighbours of a collector: nearly all customers are found', () => {
  const truth = buildGraph(drawInternet(1500, createRandom(5)).links)
  const random = createRandom(9)
  const neighbours = Array.from({ length: 20 }, () => random.integer(0, truth.size - 1))
  const solver = new Solver(truth)
  const paths = new PathSet()
  for (let origin = 0; origin < truth.size; origin++) {
    const routes = solver.origins(origin)
    for (const id of neighbours) {
      const path = pathOf(routes, id)
      if (path) paths.count(paths.add([id, ...path].map((one) => truth.asns[one] as number)))
    }
  }
  const found = inferRelationships(paths)
  const share = rightShare(truth, found)
  assert.ok(share.customers > 0.98, `customers ${share.customers}`)
  assert.ok(share.peers > 0.5, `peers ${share.peers}`)
  assert.ok(found.explained.paths / paths.size > 0.99)
})

const recorded = async (name: string) => {
  const path = join(packageRoot(), 'test/recorded/mrt', name)
  const reading = createPathReading()
  const problems: string[] = []
  await readPaths(reading, { name, pieces: readBytes(path) }, (text) => problems.push(text))
  return { ...reading, problems }
}

test('the real table of 2002: what is read, and how much of it is explained', async () => {
  const { paths, routes, flawed, problems } = await recorded('bview.20020722.2337.gz')
  assert.deepEqual([routes, problems], [115_521, []])
  assert.equal(flawed.loop + flawed.reserved + flawed.empty, 19)
  const found = inferRelationships(paths)
  const figures = statisticsOf(buildGraph(found.links))
  assert.ok(figures.ases > 13_000 && figures.links > 16_000)
  assert.deepEqual([figures.apart, figures.providerCycles], [0, []])
  assert.ok(found.explained.paths / paths.size > 0.99)
  // UUNET and Sprint carried the Internet of 2002.
  assert.ok([701, 1239].every((asn) => found.clique.includes(asn)))
})

test('TABLE_DUMP_V2 with path identifiers is read too; private numbers are of no use', async () => {
  const { paths, routes, flawed } = await recorded('bview.ipv4_unicast_add_path.gz')
  assert.ok(flawed.reserved > 0 && paths.size === 0)
  assert.equal(flawed.reserved + flawed.empty, routes)
})
