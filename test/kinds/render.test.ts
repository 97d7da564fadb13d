import assert from 'node:assert/strict'
import { basename } from 'node:path'
import { describe, test } from 'node:test'
import { findKind, kindNames, kinds } from '../../src/kinds/index.ts'
import { render } from '../../src/kinds/render.ts'
import type { Kind, RenderedFile } from '../../src/model/kind.ts'
import type { Session, Topology } from '../../src/model/topology.ts'
import { golden } from '../golden.ts'
import { readTemplate } from './recorded.ts'
import { dualStack, pair, policies, reflected, SAMPLES } from './sample-topologies.ts'

/** What differs between nodes by more than a name. */
const ROUTING = /(?:bgpd|lemurd|ospfd|ospf6d)\.conf$/
const BGPD = 'chaoslemur/bgpd.conf'
const PLATFORM = 'chaoslemur/platform:test'

for (const kind of kinds)
  describe(`files of ${kind.name}`, () => {
    for (const [name, sample] of Object.entries(SAMPLES))
      test(`routing of the sample ${name}`, () => {
        for (const { node, files } of rendered(kind, sample(kind.name)))
          for (const { path, text } of files.filter(({ path }) => ROUTING.test(path)))
            golden(text, `test/golden/rendered/${kind.name}/${name}/${node}/${basename(path)}`)
      })

    test('everything of one node', () => {
      const [{ node, files }] = rendered(kind, dualStack(kind.name)) as [Rendered]
      for (const { path, text } of files)
        golden(text, `test/golden/rendered/${kind.name}/whole-${node}/${path}`)
    })

    test('of the platform', () => {
      const files = kind.platform(readTemplate)
      assert.deepEqual(
        files.map(({ path }) => path),
        ['Dockerfile'],
      )
      golden(files[0]?.text as string, `test/golden/rendered/${kind.name}/platform/Dockerfile`)
    })

    test('a node stands on the platform image that it is given, with executable scripts', () => {
      const [{ files }] = rendered(kind, pair(kind.name)) as [Rendered]
      assert.match(textOf(files, 'Dockerfile'), /^FROM chaoslemur\/platform:test\n/)
      assert.deepEqual(
        files.filter(({ executable }) => executable).map(({ path }) => path),
        ['chaoslemur/entry', 'chaoslemur/start-daemon'],
      )
    })

    test('no value is missing, no placeholder is left but those of the entry script', () => {
      for (const sample of Object.values(SAMPLES))
        for (const { files } of rendered(kind, sample(kind.name)))
          for (const { text } of files) assert.doesNotMatch(text, /undefined|\[object|\{\{|NaN/)
    })

    test('the default route is deleted before anything else is done', () => {
      const [{ files }] = rendered(kind, pair(kind.name)) as [Rendered]
      const commands = textOf(files, 'chaoslemur/entry')
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('#'))
      assert.match(commands[0] as string, /^while ip -4 route del default/)
      assert.match(commands[1] as string, /^while ip -6 route del default/)
    })

    test('OSPF only where an AS has several routers, OSPFv3 only with IPv6', () => {
      const daemons = (topology: Topology, name: string) =>
        rendered(kind, topology)
          .find(({ node }) => node === name)
          ?.files.filter(({ path }) => path.includes('ospf'))
          .map(({ path }) => path)
      assert.deepEqual(daemons(dualStack(kind.name), 'out'), [])
      assert.deepEqual(daemons(reflected(kind.name), 'edge'), ['chaoslemur/ospfd.conf'])
      assert.deepEqual(daemons(dualStack(kind.name), 'edge'), [
        'chaoslemur/ospfd.conf',
        'chaoslemur/ospf6d.conf',
      ])
    })

    // Our own speaker has a policy of its own, see test/bgp/router.
    if (kind.program) return
    test('routes of peers and providers are kept from peers and providers', () => {
      const east = rendered(kind, policies(kind.name)).find(({ node }) => node === 'east')
      const text = textOf(east?.files ?? [], 'chaoslemur/bgpd.conf')
      assert.match(text, /route-map export-peer deny 10\n match large-community not-from-customer/)
      assert.doesNotMatch(text, /route-map export-customer deny/)
      // A map that stands after its use denies everything until bgpd looks again.
      assert.ok(text.lastIndexOf('\nroute-map ') < text.indexOf('\nrouter bgp '))
    })
  })

test('only frr is told what Quagga does not know', () => {
  const text = (name: string) => {
    const [{ files }] = rendered(findKind(name) as Kind, policies(name)) as [Rendered]
    return textOf(files, 'chaoslemur/bgpd.conf')
  }
  const onlyFrr = /ebgp-requires-policy|import-check|graceful-restart|delay-timer|prefer-global/
  assert.match(text('frr'), onlyFrr)
  assert.doesNotMatch(text('quagga'), onlyFrr)
})

test('an MRAI of its own for iBGP goes to the neighbours of the AS only', () => {
  const topology = reflected('quagga')
  const timers = { keepaliveMs: 1000, holdMs: 3000, connectRetryMs: 1000, mraiMs: 3000 }
  const nodes = topology.nodes.map((node) => ({ ...node, timers: { ...timers, ibgpMraiMs: 1000 } }))
  const files = rendered(findKind('quagga') as Kind, { ...topology, nodes })
  const intervals = (name: string) => {
    const text = textOf(files.find(({ node }) => node === name)?.files ?? [], BGPD)
    return new Set([...text.matchAll(/advertisement-interval (\d+)/g)].map(([, value]) => value))
  }
  assert.deepEqual(intervals('core'), new Set(['1']))
  assert.deepEqual(intervals('out'), new Set(['3']))
})

test('damping for the families that have it, a limit for the neighbour that has one', () => {
  const of = (kind: string) => {
    const topology = withDamping(policies(kind))
    const files = rendered(findKind(kind) as Kind, topology)
    const text = textOf(files.find(({ node }) => node === 'east')?.files ?? [], BGPD)
    return text.split('\n').filter((line) => /dampening|maximum-prefix/.test(line))
  }
  const dampening = '  bgp dampening 2 750 6000 8'
  const limits = ['10.250.0.19', 'fd00:250:0:2::3'].map(
    (address) => `  neighbor ${address} maximum-prefix 9`,
  )
  assert.deepEqual(of('frr'), [dampening, limits[0], dampening, limits[1]])
  assert.deepEqual(of('quagga'), [dampening, limits[0], limits[1]])
})

test('a preference is in the route map of its neighbour, with and without relationships', () => {
  for (const [sample, kind] of [policies, pair].flatMap(
    (one) =>
      [
        [one, 'frr'],
        [one, 'quagga'],
      ] as const,
  )) {
    const topology = sample(kind)
    const [session, ...others] = topology.sessions.filter(({ type }) => type === 'ebgp') as [
      Session,
    ]
    const [own, other] = session.ends
    const ends = [{ ...own, localPref: 42 }, other] as const
    const files = rendered(findKind(kind) as Kind, {
      ...topology,
      sessions: [{ ...session, ends }, ...others],
    })
    const textAt = (name: string) =>
      textOf(files.find(({ node }) => node === name)?.files ?? [], BGPD)
    const map = new RegExp(`neighbor ${other.address} route-map (import-\\S+-42) in`).exec(
      textAt(own.node),
    )?.[1]
    assert.match(
      textAt(own.node),
      new RegExp(`route-map ${map} permit 10\n(?: set large.*\n)? set local-preference 42\n`),
    )
    assert.doesNotMatch(textAt(other.node), /preference 42/)
  }
})

/** Everyone damps, and `east` limits its peer. */
const withDamping = (topology: Topology): Topology => ({
  ...topology,
  nodes: topology.nodes.map((node) => ({ ...node, damping: DAMPING })),
  sessions: topology.sessions.map((session) => ({
    ...session,
    ends: session.ends.map((end) =>
      end.node === 'east' && end.relation === 'peer' ? { ...end, maxPrefixes: 9 } : end,
    ) as unknown as Session['ends'],
  })),
})

const DAMPING = { halfLifeMs: 120_000, reuse: 750, suppress: 6000, maxSuppressMs: 480_000 }

test('the registry', () => {
  assert.deepEqual(kindNames, ['frr', 'quagga', 'lemur'])
  assert.equal(findKind('frr')?.name, 'frr')
  assert.equal(findKind('frrr'), undefined)
})

test('a template that asks for what the view does not have is an error that names it', () => {
  assert.throws(
    () => render(() => 'hostname {{hostnam}}', 'shared/bgpd.conf.hbs', { hostname: 'a' }),
    /templates\/shared\/bgpd\.conf\.hbs: "hostnam" not defined/,
  )
})

test('text is not escaped for HTML', () => {
  assert.equal(
    render(() => '{{a}}', 'x', { a: '<"&' }),
    '<"&',
  )
})

interface Rendered {
  readonly node: string
  readonly files: readonly RenderedFile[]
}

function rendered(kind: Kind, topology: Topology): Rendered[] {
  return topology.nodes.map((node) => ({
    node: node.name,
    files: kind.node(node, topology, PLATFORM, readTemplate),
  }))
}

function textOf(files: readonly RenderedFile[], path: string): string {
  return files.find((file) => file.path === path)?.text ?? ''
}
