import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { frr } from '../../src/kinds/frr.ts'
import { quagga } from '../../src/kinds/quagga.ts'
import type { Guest } from '../../src/model/kind.ts'
import type { Node, Topology } from '../../src/model/topology.ts'
import { lab } from '../faults/lab.ts'

const node = lab.nodes[0] as Node
const source: Guest = { role: 'source', family: 'ipv4', address: '192.0.2.2', asn: 4_200_900_000 }

/** The lab with a relationship on its first session. */
const related: Topology = {
  ...lab,
  sessions: lab.sessions.map((session, index) =>
    index > 0
      ? session
      : {
          ...session,
          ends: [
            { ...session.ends[0], relation: 'customer' },
            { ...session.ends[1], relation: 'provider' },
          ],
        },
  ),
}

const linesOf = (argv: readonly string[]): readonly string[] =>
  argv.flatMap((word, index) => (argv[index - 1] === '-c' ? [word] : []))

for (const kind of [frr, quagga])
  describe(`a guest of a ${kind.name} router`, () => {
    test('without relationships there is no policy', () => {
      const change = kind.act.guest?.(node, lab, source)
      const lines = linesOf(change?.apply ?? [])
      assert.ok(lines.includes('neighbor 192.0.2.2 remote-as 4200900000'))
      assert.ok(lines.includes('neighbor 192.0.2.2 passive'))
      assert.ok(lines.includes('neighbor 192.0.2.2 activate'))
      assert.ok(!lines.some((line) => line.includes('route-map')))
    })

    test('with relationships a source is a customer, and a sink sees no tag', () => {
      const apply = linesOf(kind.act.guest?.(node, related, source).apply ?? [])
      assert.ok(apply.includes('set local-preference 200'))
      assert.ok(apply.includes(`set large-community ${node.asn}:1:200 additive`))
      assert.ok(apply.includes('neighbor 192.0.2.2 route-map guest-192.0.2.2 in'))
      const sink = linesOf(kind.act.guest?.(node, related, { ...source, role: 'sink' }).apply ?? [])
      assert.ok(sink.includes('neighbor 192.0.2.2 route-map guest-192.0.2.2 out'))
      assert.ok(!sink.includes('set local-preference 200'))
    })

    test('all that is made is taken away, also when it is not there', () => {
      const { revert } = kind.act.guest?.(node, related, source) ?? { revert: [] }
      assert.deepEqual(linesOf(revert), [
        'configure terminal',
        `router bgp ${node.asn}`,
        'neighbor 192.0.2.2 remote-as 4200900000',
        'no neighbor 192.0.2.2',
        'route-map guest-192.0.2.2 permit 10',
        'no route-map guest-192.0.2.2',
      ])
    })
  })

test('the router itself says whether a guest is configured', () => {
  const { holds } = frr.act.guest?.(node, lab, source) ?? { holds: () => undefined }
  const summary = (peer: string) => JSON.stringify({ peers: { [peer]: { state: 'Idle' } } })
  assert.equal(holds(summary('192.0.2.2')), true)
  assert.equal(holds(summary('10.0.1.2')), false)
})

test('tables without the load: paths with no long AS number', () => {
  const { argv } = frr.ask.routes('ipv4', 5)
  assert.ok(argv.includes('show bgp ipv4 unicast regexp ^[0-9]{0,5}(_[0-9]{1,5})*$ json'))
})
