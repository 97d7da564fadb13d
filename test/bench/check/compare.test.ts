/** A comparison that cannot fail would say nothing: every sort of difference is put in and found. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { comparison, type Tables } from '../../../bench/check/compare.ts'
import { BackendError } from '../../../src/lib/errors.ts'
import { NO_IMPAIRMENT } from '../../../src/model/impairment.ts'
import type { RouteReport, SessionReport } from '../../../src/model/testbed.ts'
import { solve } from '../../../src/solve/solve.ts'
import { broken, lab } from '../../solve/lab.ts'

const topology = lab({
  nodes: { a: 1, b: 1, c: 2 },
  links: [
    ['a', 'b'],
    ['b', 'c'],
    ['a', 'c'],
  ],
})
const never = new AbortController().signal

/** What the solver predicts, as routers would report it. */
const asPredicted = (impairment = NO_IMPAIRMENT, down: readonly string[] = []): Tables => {
  const { routes } = solve(topology, impairment)
  return {
    routes: async (node) =>
      [...(routes.get(node)?.values() ?? [])].map(
        ({ prefix, nextHop, asPath, fibNextHops }): RouteReport => ({
          prefix,
          nextHop,
          asPath,
          installed: fibNextHops,
        }),
      ),
    sessions: async (node) =>
      topology.sessions.flatMap(({ id, ends }): SessionReport[] => {
        const peer = ends.find((end) => end.node !== node)
        if (!peer || !ends.some((end) => end.node === node)) return []
        const state = down.includes(id) ? 'Active' : 'Established'
        return [{ peerAddress: peer.address, state, prefixesReceived: 0 }]
      }),
  }
}

const differences = (tables: Tables, impairment = NO_IMPAIRMENT) =>
  comparison(topology, impairment)(tables, never)

/** The same, but for the routes of one node. */
const changed = (node: string, change: (routes: readonly RouteReport[]) => RouteReport[]) => {
  const tables = asPredicted()
  return differences({
    ...tables,
    routes: async (name, signal) => {
      const routes = await tables.routes(name, signal)
      return name === node ? change(routes) : routes
    },
  })
}

test('what is as predicted has no difference', async () => {
  assert.deepEqual(await differences(asPredicted()), [])
})

test('a route that is missing, other, too many, or not in the kernel', async () => {
  const prefix = '198.18.3.0/24'
  const edit = (extra: Partial<RouteReport>) => (routes: readonly RouteReport[]) =>
    routes.map((route) => (route.prefix === prefix ? { ...route, ...extra } : route))
  const drop = (routes: readonly RouteReport[]) => routes.filter((route) => route.prefix !== prefix)
  const more = { prefix: '198.18.9.0/24', nextHop: '10.0.3.2', asPath: [2] }
  const found = await Promise.all([
    changed('a', drop),
    changed('a', edit({ nextHop: '10.0.9.9' })),
    changed('a', edit({ asPath: [2, 2] })),
    changed('a', (routes) => [...routes, more]),
    changed('a', edit({ installed: [] })),
  ])
  assert.deepEqual(found, [
    [`a lacks ${prefix}, expected via 10.0.3.2, AS path 2`],
    [`a has ${prefix} via 10.0.9.9, AS path 2, expected via 10.0.3.2, AS path 2`],
    [`a has ${prefix} via 10.0.3.2, AS path 2 2, expected via 10.0.3.2, AS path 2`],
    ['a has 198.18.9.0/24 via 10.0.3.2, AS path 2, expected none'],
    [`a has ${prefix} kernel gateway none, expected kernel gateway 10.0.3.2`],
  ])
})

test('a router that does not answer', async () => {
  const silent = async (node: string) => {
    if (node === 'b') throw new BackendError('no answer within 5000 ms')
    return []
  }
  const found = await differences({ ...asPredicted(), sessions: silent })
  assert.ok(found.includes('b cannot be asked: no answer within 5000 ms'), found.join('\n'))
})

test('a session that should stand and does not, and one that should not', async () => {
  assert.deepEqual(await differences(asPredicted(NO_IMPAIRMENT, ['a==b'])), [
    'a: session a==b is Active, expected Established',
    'b: session a==b is Active, expected Established',
  ])
  const cut = broken({ linksDown: new Set(['a--b']) })
  assert.deepEqual(await differences(asPredicted(cut, ['a==b']), cut), [])
  assert.deepEqual(await differences(asPredicted(cut), cut), [
    'a: session a==b is Established, expected down',
    'b: session a==b is Established, expected down',
  ])
})
