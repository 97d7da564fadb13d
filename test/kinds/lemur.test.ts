import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lemur } from '../../src/kinds/lemur.ts'
import { lemurConfig } from '../../src/kinds/lemur-config.ts'
import type { Node, Topology } from '../../src/model/topology.ts'
import { recorded } from './recorded.ts'
import { policies, reflected } from './sample-topologies.ts'

const configOf = (topology: Topology, name: string) =>
  lemurConfig(topology.nodes.find((node) => node.name === name) as Node, topology)

test('the configuration: relations, reflection, one peer for each family, addresses as on the wire', () => {
  const { router, networks } = configOf(policies('lemur'), 'east')
  assert.deepEqual(
    router.peers.map(({ name, asn, type, relation }) => [name, asn, type, relation]),
    [
      ['10.250.0.19', 64503, 'ebgp', 'peer'],
      ['10.250.0.26', 64504, 'ebgp', 'customer'],
      ['10.255.0.2', 64502, 'ibgp', undefined],
      ['fd00:250:0:2::3', 64503, 'ebgp', 'peer'],
      ['fd00:250:0:3::2', 64504, 'ebgp', 'customer'],
      ['fd00:ffff::2', 64502, 'ibgp', undefined],
    ],
  )
  assert.equal(router.tagged, true)
  assert.deepEqual(networks, ['198.18.3.0/24', '2001:2:0:3::/64'])
  const core = configOf(reflected('lemur'), 'core').router
  assert.deepEqual(
    core.peers.map(({ client }) => client),
    [true, true],
  )
  assert.equal(core.tagged, false)
  const west = configOf(policies('lemur'), 'west').router.peers.find(
    ({ family }) => family === 'ipv6',
  )
  assert.deepEqual([west?.name, west?.address], ['fd00:250:0:0::3', 'fd00:250::3'])
})

test('damping and limits are of the eBGP peers, as far as the software damps', () => {
  const damping = { halfLifeMs: 120_000, reuse: 750, suppress: 6000, maxSuppressMs: 480_000 }
  const dampedOf = (kind: string) => {
    const { nodes, sessions, ...rest } = policies(kind)
    const topology = {
      ...rest,
      nodes: nodes.map((node) => ({ ...node, damping })),
      sessions: sessions.map((session) => {
        const [a, b] = session.ends
        return { ...session, ends: [{ ...a, maxPrefixes: 9 }, b] as const }
      }),
    }
    return configOf(topology, 'east').router.peers
  }
  for (const peer of dampedOf('lemur'))
    assert.deepEqual(peer.damping, peer.type === 'ebgp' ? damping : undefined)
  for (const { type, family, damping: own } of dampedOf('quagga'))
    assert.equal(own !== undefined, type === 'ebgp' && family === 'ipv4')
  for (const { type, damping: own } of dampedOf('frr'))
    assert.equal(own?.steps !== undefined, type === 'ebgp', 'as bgp_damp.h has it')
  assert.ok(dampedOf('frr').some(({ maxPrefixes }) => maxPrefixes === 9))
})

test('every change of a session in a real log, with its reason', () => {
  const lines = recorded('lemur', 'log').split('\n')
  const read = lemur.logReader()
  const events = lines.flatMap((line) => read(line) ?? [])
  assert.equal(events.length, lines.filter((line) => / session .* (?:up|down)/.test(line)).length)
  assert.ok(events.length > 10)
  for (const { peer, up, reason, at } of events) {
    assert.match(peer, /^[0-9a-f.:]+$/)
    assert.equal(reason === '', up)
    assert.ok(at > Date.UTC(2026, 0, 1))
  }
  const reasons = events.map(({ reason }) => reason).join('\n')
  for (const expected of [/Hold Timer Expired/, /closed the connection/, /Administrative Shutdown/])
    assert.match(reasons, expected)
})

test('a log line, to the microsecond', () => {
  const line =
    '2026-11-21T14:31:15.404717Z session 10.250.0.19 down: shut down by the administrator'
  const event = lemur.logReader()(line)
  assert.ok(Math.abs((event?.at ?? 0) - (Date.UTC(2026, 10, 21, 14, 31, 15) + 404.717)) < 0.001)
  assert.deepEqual(
    [event?.peer, event?.up, event?.reason],
    ['10.250.0.19', false, 'shut down by the administrator'],
  )
})

test('a change and its inverse, and how a guest comes and goes', () => {
  const topology = policies('lemur')
  const east = topology.nodes.find(({ name }) => name === 'east') as Node
  const announce = lemur.act.announce(east, '198.18.9.0/24', 'ipv4')
  const withdraw = lemur.act.withdraw(east, '198.18.9.0/24', 'ipv4')
  assert.deepEqual(announce.apply, ['lemurctl', 'announce', '198.18.9.0/24'])
  assert.deepEqual([withdraw.apply, withdraw.revert], [announce.revert, announce.apply])
  assert.deepEqual(lemur.act.reset(east, '10.0.0.1', 'ipv4', true).at(-1), 'hard')
  const guest = { family: 'ipv4', address: '192.0.2.2', asn: 4_200_900_000 } as const
  const source = lemur.act.guest?.(east, topology, { ...guest, role: 'source' })
  const sink = lemur.act.guest?.(east, topology, { ...guest, role: 'sink' })
  assert.deepEqual(source?.apply.slice(1), ['guest', '192.0.2.2', '4200900000', 'ipv4', 'customer'])
  assert.deepEqual(sink?.apply.slice(1), ['guest', '192.0.2.2', '4200900000', 'ipv4'])
  assert.deepEqual(source?.revert.slice(1), ['no-guest', '192.0.2.2'])
  assert.equal(source?.holds(recorded('lemur', 'sessions-ipv4')), false)
})
