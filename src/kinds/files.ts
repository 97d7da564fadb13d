/** The files of a router of the Quagga family: image of the software, image of one node. */
import type { ReadTemplate, RenderedFile } from '../model/kind.ts'
import type { Node, Topology } from '../model/topology.ts'
import type { Dialect } from './dialect.ts'
import { igpFamilies, igpView } from './igp-view.ts'
import { render } from './render.ts'
import { routerView } from './router-view.ts'

/** Build context of the software's image. */
export const platformFiles = (
  kind: string,
  baseImage: string,
  read: ReadTemplate,
): readonly RenderedFile[] => [
  { path: 'Dockerfile', text: render(read, `${kind}/Dockerfile.hbs`, { baseImage }) },
]

/** The program that speaks BGP, and its configuration where no template makes it. */
export interface Speaker {
  readonly daemon: string
  readonly configuration: string
}

/** Build context of one node's image: everything that makes this node differ from the others. */
export const nodeFiles = (
  node: Node,
  topology: Topology,
  dialect: Dialect,
  platformImage: string,
  read: ReadTemplate,
  speaker?: Speaker,
): readonly RenderedFile[] => {
  const bgp = routerView(node, topology, dialect)
  const igp = igpView(node, topology, dialect)
  const families = igpFamilies(node, topology)
  const igpDaemons = families.map((family) => (family === 'ipv4' ? 'ospfd' : 'ospf6d'))
  const entry = {
    hostname: node.name,
    addresses: loopbackAddresses(node, topology),
    ipv6: topology.families.includes('ipv6'),
    daemons: [speaker?.daemon ?? 'bgpd', ...igpDaemons],
    dialect: { ...dialect },
  }
  return [
    {
      path: 'Dockerfile',
      text: render(read, 'shared/node.Dockerfile.hbs', { platformImage }),
    },
    config('zebra', bgp),
    speaker
      ? { path: `chaoslemur/${speaker.daemon}.conf`, text: speaker.configuration }
      : config('bgpd', bgp),
    config('vtysh', bgp),
    ...igpDaemons.map((name) => config(name, igp)),
    script('entry'),
    script('start-daemon'),
  ]

  function config(name: string, view: typeof bgp): RenderedFile {
    const text = render(read, `shared/${name}.conf.hbs`, view)
    return { path: `chaoslemur/${name}.conf`, text }
  }

  function script(name: string): RenderedFile {
    const text = render(read, `shared/${name}.sh.hbs`, entry)
    return { path: `chaoslemur/${name}`, text, executable: true }
  }
}

/** The router's own addresses and those that answer for its prefixes, all on the loopback interface. */
const loopbackAddresses = (node: Node, topology: Topology): string[] =>
  topology.families.flatMap((family) => {
    const own = node.loopback[family]
    const canaries = node.networks.filter((n) => n.family === family).map((n) => n.canary)
    const length = family === 'ipv4' ? 32 : 128
    return [...(own ? [own] : []), ...canaries].map((address) => `${address}/${length}`)
  })
