/** Routers carry transit traffic, and no packet of a lab ever leaves it. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/package-root.ts'
import { hostTest } from './engine.ts'
import { bringUp, until } from './lab.ts'
import { engine, inNetwork, sh, vtysh } from './look.ts'
import { captureDuring, runTool } from './tool.ts'

const LAB = 'test-transit'
/** Prefixes of this lab alone: another one of this host may use those of the file. */
const [WEST, EAST] = ['198.19.202.1', '198.19.204.1']
const NETWORKS = {
  '198.18.1.0': '198.19.202.0',
  '198.18.2.0': '198.19.203.0',
  '198.18.3.0': '198.19.204.0',
}
/** RFC 5737 and RFC 3849: nobody has these addresses, and no router of the lab a route to them. */
const [UNROUTED, UNROUTED6] = ['203.0.113.1', '2001:db8::1']

hostTest('a chain of three routers', { timeout: 600_000 }, async (context) => {
  await bringUp(context, LAB, topology())
  await context.test('no router has a default route', noDefaultRoute)
  await routesAreThere()
  await context.test('a ping passes the middle', async () => {
    const seen = await captureDuring(LAB, `icmp and host ${EAST}`, async () => {
      const { status, output } = await ping(WEST, EAST)
      assert.equal(status, 0, output)
    })
    // That packets of the lab show in the capture is what makes their absence mean something.
    assert.ok(seen.some((line) => line.includes(`${WEST} > ${EAST}: ICMP echo request`)))
    const labs = await interfacesOfLab()
    assert.deepEqual(
      [...interfacesIn(seen)].filter((name) => !labs.has(name)),
      [],
    )
  })
  await context.test('a ping to an unrouted address stays in its router', async () => {
    const filter = `host ${UNROUTED} or host ${UNROUTED6}`
    const seen = await captureDuring(LAB, filter, async () => {
      for (const address of [UNROUTED, UNROUTED6]) {
        const { status, output } = await runTool(LAB, of('west'), fping(address))
        assert.notEqual(status, 0, output)
      }
    })
    assert.deepEqual(seen, [])
  })
  await context.test('not even one that a router is made to send on', sentOn)
})

const topology = (): string => {
  const chain = readFileSync(join(packageRoot(), 'topologies/chain3.yaml'), 'utf8')
  const pools = 'addressing: { ipv4: 10.202.0.0/16, ipv6: "fd00:c4a0:202::/48" }'
  const named = chain.replace('name: chain3', `name: ${LAB}\nfamilies: [ipv4, ipv6]\n${pools}`)
  return Object.entries(NETWORKS).reduce((text, [old, own]) => text.replace(old, own), named)
}

const of = (node: string): string => `container:chaoslemur-${LAB}-${node}`

const fping = (address: string): readonly string[] => ['fping', '-c', '3', '-p', '100', address]

const ping = (from: string, to: string) =>
  runTool(LAB, of('west'), [...fping(to).slice(0, -1), '-S', from, to])

/** A lab is up when its sessions are Established: its routes come a moment later. */
const routesAreThere = async (): Promise<void> => {
  const lookup = (node: string, to: string) =>
    inNetwork(LAB, node, `ip route get ${to}`).catch(() => '')
  const both = () => Promise.all([lookup('west', EAST), lookup('east', WEST)])
  const found = await until(both, (texts) => texts.every((text) => text.includes(' via ')))
  assert.match(found.join(), / via .* via /s)
}

const noDefaultRoute = async (): Promise<void> => {
  for (const node of ['west', 'middle', 'east']) {
    for (const family of ['-4', '-6']) {
      assert.equal(
        await inNetwork(LAB, node, `ip ${family} route show table all default`),
        '',
        node,
      )
    }
  }
}

/** West sends it to the middle, by a route that we put there: the middle must be its end. */
const sentOn = async (): Promise<void> => {
  const routes = await vtysh(LAB, 'west', `show ip route ${EAST}`)
  const gateway = /\* ([\d.]+), via/.exec(routes)?.[1]
  assert.ok(gateway, routes)
  await inNetwork(LAB, 'west', `ip route add ${UNROUTED} via ${gateway}`)
  const seen = await captureDuring(LAB, `host ${UNROUTED}`, async () => {
    const { status, output } = await ping(WEST, UNROUTED)
    assert.notEqual(status, 0, output)
  })
  assert.ok(seen.length > 0, 'the route to the middle was not used')
  const labs = await interfacesOfLab()
  assert.deepEqual(
    [...interfacesIn(seen)].filter((name) => !labs.has(name)),
    [],
  )
}

/** Names of the host's interfaces in the lines of `tcpdump -i any`. */
const interfacesIn = (lines: readonly string[]): ReadonlySet<string> =>
  new Set(lines.map((line) => line.split(/\s+/)[1] ?? ''))

/** Bridges of the lab's links, and the ports of these bridges. */
const interfacesOfLab = async (): Promise<ReadonlySet<string>> => {
  const filters = { label: [`chaoslemur.lab=${LAB}`] }
  const networks = await engine.listNetworks({ filters })
  assert.equal(networks.length, 2)
  const bridges = networks.map(({ Id }) => `br-${Id.slice(0, 12)}`)
  const ports = await Promise.all(
    bridges.map((bridge) =>
      sh(`ip -o link show master ${bridge} | sed 's/^[0-9]*: //; s/[@:].*//'`),
    ),
  )
  return new Set([...bridges, ...ports.flatMap((text) => text.trim().split('\n'))])
}
