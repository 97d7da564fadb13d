import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InputError } from '../../src/lib/errors.ts'
import { loadTopology } from '../../src/load/topology.ts'

const load = (text: string) => loadTopology('x.yaml', text, { kinds: ['frr'] })

test('a preference is of the end that is named, on the sessions of both families', () => {
  const { sessions } = load(`
name: x
families: [ipv4, ipv6]
nodes: { a: {}, b: {} }
links: [{ endpoints: [a, b], preference: { b: 0 } }]`)
  assert.deepEqual(
    sessions.map(({ ends }) => ends.map(({ node, localPref }) => [node, localPref])),
    Array(2).fill([
      ['a', undefined],
      ['b', 0],
    ]),
  )
})

for (const [what, links, said] of [
  ['a preference of no end', '[{ endpoints: [a, b], preference: { c: 7 } }]', /"c" is no end/],
  [
    'a preference inside an AS',
    '[{ endpoints: [b, c], preference: { b: 7 } }, [a, b]]',
    /inside an AS/,
  ],
] as const)
  test(`${what} is an error`, () =>
    assert.throws(
      () =>
        load(`name: x\nnodes: { a: {}, b: { asn: 65001 }, c: { asn: 65001 } }\nlinks: ${links}`),
      (error) => error instanceof InputError && said.test(error.message),
    ))
