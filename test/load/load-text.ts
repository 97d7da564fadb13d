import { loadTopology } from '../../src/load/topology.ts'
import type { Link, Node, Session, Topology } from '../../src/model/topology.ts'

/** A topology from the text of a file without its name. */
export const loadText = (text: string, seed?: number): Topology =>
  loadTopology('test.yaml', `name: lab\n${text}`, { kinds: ['frr', 'quagga', 'lemur'], seed })

const found = <T>(item: T | undefined, name: string): T => {
  if (item === undefined) throw new Error(`no ${name}`)
  return item
}

export const nodeOf = ({ nodes }: Topology, name: string): Node =>
  found(
    nodes.find((node) => node.name === name),
    name,
  )

export const linkOf = ({ links }: Topology, id: string): Link =>
  found(
    links.find((link) => link.id === id),
    id,
  )

export const sessionOf = ({ sessions }: Topology, id: string): Session =>
  found(
    sessions.find((session) => session.id === id),
    id,
  )
