import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type ReadyProgress, waitReady } from '../../src/backends/wait-ready.ts'
import { TimeoutError } from '../../src/lib/errors.ts'
import type { SessionReport, Testbed } from '../../src/model/testbed.ts'
import { loadText } from '../load/load-text.ts'

const topology = loadText('nodes: { a: {}, b: {}, c: {} }\nlinks:\n  - [a, b]\n  - [b, c]\n')

const peers = (node: string): readonly string[] =>
  topology.sessions.flatMap(({ ends }) =>
    ends.some((end) => end.node === node)
      ? ends.filter((end) => end.node !== node).map(({ address }) => address)
      : [],
  )

type Answer = (node: string, peer: number, round: number) => Partial<SessionReport> | undefined

/** Routers that answer by a script; `secondsARound` pass with each look at the clock. */
const scripted = (answer: Answer, secondsARound = 0) => {
  const asked: string[] = []
  const rounds = new Map<string, number>()
  let now = 0
  const testbed = {
    topology,
    clock: {
      now: () => {
        now += secondsARound * 1000
        return now - secondsARound * 1000
      },
      until: async () => {},
    },
    sessions: async (node: string) => {
      const round = rounds.get(node) ?? 0
      rounds.set(node, round + 1)
      asked.push(`${node}${round}`)
      return peers(node).flatMap((peerAddress, index) => {
        const report = answer(node, index, round)
        return report ? [{ peerAddress, state: 'Established', prefixesReceived: 0, ...report }] : []
      })
    },
  } as unknown as Testbed
  return { testbed, asked }
}

const wait = async (testbed: Testbed, timeoutMs = 10_000): Promise<readonly ReadyProgress[]> => {
  const progress: ReadyProgress[] = []
  await waitReady(testbed, timeoutMs, (state) => progress.push(state), new AbortController().signal)
  return progress
}

test('asks again only nodes with open sessions, and tells how far it is', async () => {
  const { testbed, asked } = scripted((node, _, round) =>
    node === 'c' && round === 0 ? { state: 'Active' } : {},
  )
  assert.deepEqual(await wait(testbed), [
    { established: 1, total: 2, waiting: ['b--c'] },
    { established: 2, total: 2, waiting: [] },
  ])
  assert.deepEqual(asked.sort(), ['a0', 'b0', 'c0', 'c1'])
})

const seenAfter = async (answer: Answer): Promise<readonly string[]> => {
  const error = await wait(scripted(answer, 20).testbed, 25_000).then(
    () => undefined,
    (e) => e,
  )
  assert.ok(error instanceof TimeoutError)
  assert.match(error.message, /^1 sessions are not Established after 25 s$/)
  return error.seen
}

test('a timeout names the sessions that are not up, and what both ends said', async () => {
  const seen = await seenAfter((node, peer) => {
    if (node === 'b' && peer === 1) return undefined
    return node === 'c' ? { state: 'Idle', lastReset: 'Hold Timer Expired' } : {}
  })
  assert.deepEqual(seen, [
    'b--c at b: the router does not know this neighbour',
    'b--c at c: Idle, last reset: Hold Timer Expired',
  ])
})

test('an end that came up is not quoted with what it said before', async () => {
  const seen = await seenAfter((node, peer, round) => {
    if (node === 'c') return { state: 'OpenSent' }
    return node === 'b' && peer === 1 && round === 0 ? { state: 'Connect' } : {}
  })
  assert.deepEqual(seen, ['b--c at c: OpenSent'])
})

test('a router that cannot be asked is quoted too', async () => {
  const seen = await seenAfter((node) => {
    if (node === 'c') throw new Error('vtysh: not found')
    return {}
  })
  assert.deepEqual(seen, ['b--c at c: vtysh: not found'])
})
