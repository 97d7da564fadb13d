import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DesiredLab } from '../../../src/backends/docker/desired.ts'
import { loadText } from '../../load/load-text.ts'
import { desired } from './lab.ts'

const text = ({ a = '', link = '', b = '', more = '' } = {}): string =>
  `nodes:\n  a: { asn: 64501${a} }\n  b: { asn: 64502${b} }\n  c: { asn: 64503 }\nlinks:\n  - { endpoints: [a, b]${link} }\n  - [b, c]\n${more}`
const labOf = (changes: Parameters<typeof text>[0] = {}) => desired(loadText(text(changes)))

const gatewayOf = (link: string): string | undefined =>
  labOf({ link: `, ${link}` }).networks[0]?.ipv4.gateway

test('the gateway is the highest free address below broadcast', () => {
  assert.equal(gatewayOf('ipv4: [10.9.0.1/29, 10.9.0.2/29]'), '10.9.0.6')
  assert.equal(gatewayOf('ipv4: [10.9.0.6/29, 10.9.0.2/29]'), '10.9.0.5')
  assert.equal(gatewayOf('ipv4: [10.9.0.5/29, 10.9.0.6/29]'), '10.9.0.4')
  assert.equal(gatewayOf('ipv4: [10.9.0.1/24, 10.9.0.254/24]'), '10.9.0.253')
})

test('IPv6 has a gateway of its own, apart from both ends', () => {
  const { networks } = labOf({ link: ', ipv6: ["fd00:9::1/64", "fd00:9::ffff:ffff:ffff:fffe/64"]' })
  assert.equal(networks[0]?.ipv6?.subnet, 'fd00:9::/64')
  assert.equal(networks[0]?.ipv6?.gateway, 'fd00:9::ffff:ffff:ffff:fffd')
})

test('in a drawn lab no gateway is the address of a router', () => {
  const lab = desired(loadText('generate: { shape: mesh, nodes: 8 }\nfamilies: [ipv4, ipv6]\n'))
  const taken = lab.nodes.flatMap(({ attachments }) =>
    attachments.flatMap(({ ipv4, ipv6 }) => [ipv4, ipv6]),
  )
  for (const { ipv4, ipv6 } of lab.networks) {
    assert.ok(!taken.includes(ipv4.gateway))
    assert.ok(ipv6 && !taken.includes(ipv6.gateway))
  }
})

const specs = ({ nodes, networks }: DesiredLab): Readonly<Record<string, string>> =>
  Object.fromEntries([...nodes, ...networks].map(({ name, spec }) => [name, spec]))
const changed = (changes: Parameters<typeof text>[0]): readonly string[] => {
  const [before, after] = [specs(labOf()), specs(labOf(changes))]
  return Object.keys({ ...before, ...after })
    .filter((name) => before[name] !== after[name])
    .sort()
}

test('the same topology has the same specs', () => assert.deepEqual(changed({}), []))

test('what matters to one node changes the spec of that node alone', () => {
  assert.deepEqual(changed({ a: ', networks: [198.18.77.0/24]' }), ['a'])
  assert.deepEqual(changed({ a: ', image: "local/frr:dev"' }), ['a'])
  assert.deepEqual(changed({ a: ', kind: quagga' }), ['a'])
  assert.deepEqual(changed({ a: ', timers: { hold: 30s, keepalive: 10s }' }), ['a'])
})

test('what matters to a link changes it and both ends', () => {
  const network = 'chaoslemur-lab-a--b'
  assert.deepEqual(changed({ link: ', mtu: 9000' }), ['a', 'b', network])
  assert.deepEqual(changed({ link: ', ipv4: [10.9.0.1/29, 10.9.0.2/29]' }), ['a', 'b', network])
})

test('what no router and no network is made of changes nothing', () => {
  assert.deepEqual(changed({ a: ', position: { latitude: 1, longitude: 2 }' }), [])
  assert.deepEqual(changed({ link: ', delay: 35ms, rate: 1mbit' }), [])
  assert.deepEqual(changed({ more: 'groups: { edge: { nodes: [a] } }\n' }), [])
})

test('routers forward, do not check sources, and leave routes over a cut link', () => {
  const { sysctls } = labOf().nodes[0] ?? {}
  assert.equal(sysctls?.['net.ipv4.ip_forward'], '1')
  assert.equal(sysctls?.['net.ipv4.conf.all.rp_filter'], '0')
  assert.equal(sysctls?.['net.ipv4.conf.all.ignore_routes_with_linkdown'], '1')
  assert.equal(sysctls?.['net.ipv6.conf.all.disable_ipv6'], '1')
  const dual = desired(loadText(`${text()}families: [ipv4, ipv6]\n`)).nodes[0]?.sysctls
  assert.equal(dual?.['net.ipv6.conf.all.forwarding'], '1')
  assert.equal(dual?.['net.ipv6.conf.all.disable_ipv6'], '0')
})

test('capabilities are few, each once, never all', () => {
  for (const { capabilities } of labOf().nodes) {
    assert.ok(capabilities.includes('NET_ADMIN'))
    assert.equal(new Set(capabilities).size, capabilities.length)
    assert.ok(!capabilities.includes('ALL'))
  }
})

test('an image of the user replaces the platform image, which is then not built', () => {
  const image = ', image: "local/frr:dev"'
  const lab = desired(
    loadText(`nodes:\n  a: { asn: 1${image} }\n  b: { asn: 2${image} }\nlinks:\n  - [a, b]\n`),
  )
  assert.deepEqual(lab.platforms, [])
  const dockerfile = lab.nodes[0]?.image.files.find(({ path }) => path === 'Dockerfile')?.text
  assert.match(dockerfile ?? '', /^FROM local\/frr:dev$/m)
  assert.deepEqual(
    labOf({ a: ', kind: quagga' }).platforms.map(({ repository }) => repository),
    ['chaoslemur/quagga', 'chaoslemur/frr'],
  )
})
