import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AgentChange } from '../../../src/agent/protocol.ts'
import { bringGuests, type GuestWanted, sendAway } from '../../../src/backends/docker/guests.ts'
import { CABLES, cableAt, isGuest } from '../../../src/backends/guest-address.ts'
import { overlaps, type Prefix, parsePrefix } from '../../../src/bgp/prefix.ts'
import { findKind } from '../../../src/kinds/index.ts'
import type { Kind } from '../../../src/model/kind.ts'
import { ownPrefixes } from '../../../src/model/own-prefixes.ts'
import { lab } from '../../faults/lab.ts'

describe('addresses of guests', () => {
  test('every cable has its own, none of them is the lab’s', () => {
    const subnets = (['ipv4', 'ipv6'] as const).flatMap((family) =>
      Array.from({ length: CABLES }, (_, n) => {
        const { node, length } = cableAt(n, family, lab, [])
        const { bits } = parsePrefix(`${node}/${family === 'ipv4' ? 32 : 128}`) as Prefix
        const host = BigInt((family === 'ipv4' ? 32 : 128) - length)
        return { family, bits: (bits >> host) << host, length }
      }),
    )
    const all = [...ownPrefixes(lab), ...subnets]
    const clash = subnets.filter((a) => all.filter((b) => overlaps(a, b)).length > 1)
    assert.deepEqual(clash, [])
  })

  test('a pool in which a load announces is not used', () => {
    assert.match(cableAt(0, 'ipv4', lab, []).node, /^192\.0\.2\./)
    assert.match(cableAt(0, 'ipv4', lab, ['192.0.2.64/26']).node, /^198\.51\.100\./)
  })

  test('AS numbers have ten digits, and are nobody’s', () => {
    const taken = {
      ...lab,
      nodes: lab.nodes.map((node, i) => ({ ...node, asn: 4_200_900_000 + i })),
    }
    const { sourceAsn, sinkAsn } = cableAt(0, 'ipv4', taken, [])
    const asns = new Set(taken.nodes.map(({ asn }) => asn))
    assert.ok(!asns.has(sourceAsn) && !asns.has(sinkAsn) && sourceAsn !== sinkAsn)
    assert.equal(String(sourceAsn).length, 10)
  })

  test('a neighbour of the topology is no guest, wherever its address is', () => {
    const address = cableAt(3, 'ipv4', lab, []).sink
    assert.equal(isGuest(address, lab), true)
    const [first, ...rest] = lab.sessions
    assert.ok(first)
    const ends = [{ ...first.ends[0], address }, first.ends[1]] as const
    assert.equal(isGuest(address, { ...lab, sessions: [{ ...first, ends }, ...rest] }), false)
    assert.equal(isGuest('10.0.1.2', lab), false)
  })
})

const cable = cableAt(0, 'ipv4', lab, [])
const guest = (role: 'source' | 'sink', laysCable: boolean): GuestWanted => ({
  node: 'r1',
  role,
  cable,
  laysCable,
  family: 'ipv4',
  container: 'load',
})
const both = [guest('source', true), guest('sink', false)]

/** An agent that brings about what it is told, and a router that says what it was told. */
const labWith = (broken: (subject: string) => boolean = () => false) => {
  const held = new Map<string, AgentChange>()
  const order: string[] = []
  const agent = {
    ask: async <Result>(request: { readonly do: string }): Promise<Result> => {
      const { changes } = request as unknown as { readonly changes: readonly AgentChange[] }
      return changes.map((change) => {
        const { subject, state, baseline } = change
        const isBack = JSON.stringify(state) === JSON.stringify(baseline)
        order.push(`${isBack ? '-' : '+'}${subject}`)
        if (isBack) held.delete(subject)
        else if (broken(subject)) return { subject, commandedAt: 0, readBack: 'no' }
        else held.set(subject, change)
        return { subject, commandedAt: 0, verifiedAt: 1, readBack: 'yes' }
      }) as Result
    },
  }
  const peers = () =>
    [...held.values()].flatMap(({ state }) =>
      state.lever === 'command' ? [/neighbor (\S+)/.exec(String(state.commands))?.[1] ?? ''] : [],
    )
  const stdout = () =>
    JSON.stringify({ peers: Object.fromEntries(peers().map((peer) => [peer, {}])) })
  const run = async () => ({ status: 0, stdout: stdout(), stderr: '' })
  const kinds = () => findKind('frr') as Kind
  return { held, order, lab: { agent, topology: lab, kinds, run } }
}

describe('guests', () => {
  const signal = new AbortController().signal

  test('come with one cable for both, and go again, the cable last', async () => {
    const { held, order, lab: at } = labWith()
    await bringGuests(at, both, signal)
    assert.equal(held.size, 3)
    await sendAway(at, both, signal)
    assert.equal(held.size, 0)
    assert.deepEqual(order, [
      '+cable r1 load0',
      '+guest r1 source load0',
      '+guest r1 sink load0',
      '-guest r1 source load0',
      '-guest r1 sink load0',
      '-cable r1 load0',
    ])
  })

  test('one that cannot come takes the others with it', async () => {
    const { held, lab: at } = labWith((subject) => subject.includes('sink'))
    await assert.rejects(bringGuests(at, both, signal), /guest r1 sink load0: no/)
    assert.equal(held.size, 0)
  })
})
