import assert from 'node:assert/strict'
import { test } from 'node:test'
import { predictor } from '../../src/cli/predictor.ts'
import { kindNames } from '../../src/kinds/index.ts'
import { loadTopology } from '../../src/load/topology.ts'
import { NO_IMPAIRMENT } from '../../src/model/impairment.ts'
import type { RouteReport } from '../../src/model/testbed.ts'

const topology = loadTopology('line', 'name: line\ngenerate: { shape: line, nodes: 2 }\n', {
  kinds: kindNames,
})
const [near, far] = topology.nodes
const link = topology.links[0]
const farPrefix = far?.networks[0]?.prefix ?? ''
const gateway = link?.ends[1].ipv4 ?? ''

/** What the first router would report, with the figures of its one foreign route replaced. */
const tables = (foreign: Partial<RouteReport>): readonly RouteReport[] => [
  { prefix: near?.networks[0]?.prefix ?? '', nextHop: '0.0.0.0', asPath: [], installed: [] },
  {
    prefix: farPrefix,
    nextHop: gateway,
    asPath: [far?.asn ?? 0],
    installed: [gateway],
    ...foreign,
  },
]
const differ = predictor(topology)(NO_IMPAIRMENT)

test('tables as predicted have no differences', () => {
  assert.deepEqual(differ(near?.name ?? '', tables({})), [])
})

test('a kernel that lacks the route is a difference of its own', () => {
  const [difference, ...more] = differ(near?.name ?? '', tables({ installed: [] }))
  assert.match(difference ?? '', /kernel/)
  assert.ok(difference?.includes(farPrefix))
  assert.deepEqual(more, [])
})

test('where BGP is wrong already, the kernel is not blamed too', () => {
  const differences = differ(near?.name ?? '', tables({ asPath: [1, 2], installed: [] }))
  assert.equal(differences.length, 1)
  assert.doesNotMatch(differences[0] ?? '', /kernel/)
})
