import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kindNames } from '../../src/kinds/index.ts'
import { loadTopology } from '../../src/load/topology.ts'

const load = (text: string) => loadTopology('x.yaml', text, { kinds: kindNames })

test('a router without any link is accepted, and has no sessions', () => {
  const { sessions, nodes } = load(`
name: x
nodes: { a: { asn: 1 }, b: { asn: 1 }, c: { asn: 2 }, alone: { asn: 1 } }
links: [[a, b], [b, c]]
`)
  assert.equal(nodes.length, 4)
  assert.deepEqual(sessions.map(({ id }) => id).sort(), ['a==b', 'b--c'])
})

test('an AS that is torn into linked parts is still an error', () => {
  assert.throws(
    () =>
      load(
        'name: x\ndefaults: { asn: 1 }\nnodes: { a: , b: , c: , d: }\nlinks: [[a, b], [c, d]]\n',
      ),
    /AS 1 is not connected inside/,
  )
})
