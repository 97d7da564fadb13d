/** Our own speaker as a router beside FRR: tables as predicted, faults and their healing, and misbehaviour on command. */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hostTest } from './engine.ts'
import { folderOf, mustRun, removeAfter, start, until } from './lab.ts'
import { inNetwork } from './look.ts'

const LAB = 'test-lemur'

/** A ring; c and d are one AS, one of each kind, over OSPF. */
const TOPOLOGY = `
name: ${LAB}
addressing: { ipv4: 10.213.0.0/16, ipv6: "fd00:c4a0:213::/48" }
families: [ipv4, ipv6]
defaults: { kind: lemur, timers: { keepalive: 1s, hold: 3s, connect-retry: 1s } }
nodes:
  a: { asn: 64501, kind: frr, networks: [198.19.21.0/24] }
  b: { asn: 64502, networks: [198.19.22.0/24, "2001:2:0:22::/64"] }
  c: { asn: 64503, kind: frr, networks: [198.19.23.0/24] }
  d: { asn: 64503, networks: [198.19.24.0/24] }
links:
  - { endpoints: [a, b], ipv4: [10.213.9.2/29, 10.213.9.3/29] }
  - [b, c]
  - [c, d]
  - [d, a]
`

const PLAN = `
version: 1
name: lemur
topology: lab.yaml
steady-state: [sessions: all-established, routes: as-predicted, quiet: { for: 1s }]
steps:
  - { id: cut, do: link-down, on: a--b, at: 500ms, for: 6s }
  - { id: shut, do: session-shutdown, on: b--c, with: { end: b }, after: { step: cut, event: ended }, for: 6s }
  - { id: reset, do: session-reset, on: d--a, with: { end: d }, after: { step: shut, event: ended } }
  - { id: hijack, do: prefix-announce, on: d, with: { prefixes: 198.19.22.0/25 }, after: { step: reset, event: ended }, for: 6s }
  - { id: kill, do: daemon-kill, on: d, with: { daemon: bgp }, after: { step: hijack, event: ended }, for: 6s }
assertions:
  - "detection(cut).count == 1"
  - "lost-prefixes == 0"
`

hostTest('our own speaker in a lab with FRR', { timeout: 600_000 }, async (context) => {
  const folder = folderOf(context)
  removeAfter(context, LAB)
  writeFileSync(join(folder, 'lab.yaml'), TOPOLOGY)
  writeFileSync(join(folder, 'plan.yaml'), PLAN)

  await context.test(
    'faults of links, sessions, prefixes and daemons: noticed, predicted, healed',
    async () => {
      const { status, stdout, stderr } = await start(['run', 'plan.yaml', '--runs', 'runs'], {
        cwd: folder,
      }).ended
      assert.equal(status, 0, stdout + stderr)
      assert.doesNotMatch(stdout, /converged-wrong/)
    },
  )

  await context.test('its routes are in the kernel, also those through its AS', async () => {
    const routes = await inNetwork(LAB, 'd', 'ip -4 route show')
    assert.match(routes, /^198\.19\.21\.0\/24 via \S+ dev \S+ proto \S+/m)
    assert.match(routes, /^198\.19\.23\.0\/24 via \S+ dev \S+ proto \S+/m)
    assert.match(await inNetwork(LAB, 'd', 'ip -6 route show'), /^2001:2:0:22::\/64 .*via \S+/m)
    const why = JSON.parse(await lemurctl('d', 'route', '198.19.22.0/24')) as { paths: unknown[] }
    assert.equal(why.paths.length, 2)
  })

  await context.test(
    'a malformed UPDATE: withdrawn at the neighbour, and the session stays',
    async () => {
      assert.equal(await pathOf('a', '198.19.22.0/24'), '64502')
      await lemurctl('b', 'inject', '10.213.9.2', updateWithoutOrigin())
      const around = await until(
        () => pathOf('a', '198.19.22.0/24'),
        (path) => path !== '64502',
      )
      assert.equal(around, '64503 64502')
      assert.equal((await sessionOf('b', '10.213.9.2')).state, 'Established')
      await lemurctl('b', 'reset', '10.213.9.2', 'soft')
      assert.equal(
        await until(
          () => pathOf('a', '198.19.22.0/24'),
          (path) => path === '64502',
        ),
        '64502',
      )
    },
  )

  await context.test('a hijack with a forged path', async () => {
    await lemurctl('b', 'announce', '198.19.24.0/25', 'as-path=64999', 'communities=64502:7')
    const seen = await until(
      () => pathOf('a', '198.19.24.0/25'),
      (path) => path !== undefined,
    )
    assert.equal(seen, '64502 64999')
    await lemurctl('b', 'withdraw', '198.19.24.0/25')
    assert.equal(
      await until(
        () => pathOf('a', '198.19.24.0/25'),
        (path) => !path,
      ),
      undefined,
    )
  })

  await context.test('nonsense is refused with the reason', async () => {
    const { status, stderr } = await start([
      'exec',
      LAB,
      'b',
      '--',
      'lemurctl',
      'shutdown',
      '1.2.3.4',
    ]).ended
    assert.equal(status, 1)
    assert.match(stderr, /no neighbour 1\.2\.3\.4/)
  })
})

const lemurctl = (node: string, ...words: readonly string[]): Promise<string> =>
  mustRun('exec', LAB, node, '--', 'lemurctl', ...words)

const pathOf = async (node: string, prefix: string): Promise<string | undefined> => {
  const routes = JSON.parse(await mustRun('routes', LAB, node, '--json')) as readonly {
    readonly prefix: string
    readonly asPath: readonly number[]
  }[]
  return routes.find((route) => route.prefix === prefix)?.asPath.join(' ')
}

const sessionOf = async (node: string, peer: string) => {
  const sessions = JSON.parse(await lemurctl(node, 'sessions', 'ipv4')) as readonly {
    readonly peerAddress: string
    readonly state: string
  }[]
  return sessions.find(({ peerAddress }) => peerAddress === peer) ?? assert.fail(`no ${peer}`)
}

/** 198.19.22.0/24 by AS 64502 via 10.213.9.3, with an ORIGIN that does not exist (RFC 7606 section 7.1). */
const updateWithoutOrigin = (): string => {
  const attributes = ['40010109', '40020602010000fbf6', '4003040ad50903'].join('')
  return ['ff'.repeat(16), '002f', '02', '0000', '0014', attributes, '18c61316'].join('')
}
