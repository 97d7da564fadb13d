/** GraphML as the Internet Topology Zoo has it to the text of a topology file: each PoP its own AS. */
import { writeTopology } from '../../generate/write.ts'
import { InputError } from '../../lib/errors.ts'
import type { TopologyText } from '../../model/topology-spec.ts'
import { type Attributes, type GraphmlDocument, parseGraphml } from './graphml-document.ts'
import { slug, uniqueNames } from './names.ts'

export interface Imported {
  readonly text: string
  /** What could not be taken over as it is. */
  readonly notes: readonly string[]
}

/** `file` is the name of the GraphML file: it is cited, and names a lab that has no name. */
export const importGraphml = (file: string, text: string): Imported => {
  const document = parseGraphml(file, text)
  if (document.nodes.length === 0) throw new InputError(`${file}: the graph has no nodes`)
  const notes: string[] = []
  const topology: TopologyText = {
    name: labName(file, document.attributes),
    defaults: {
      kind: 'frr',
      timers: { keepalive: '3s', hold: '9s', 'connect-retry': '5s', mrai: '0s' },
      networks: { count: 1 },
    },
    ...nodesAndLinks(document, notes),
  }
  const comment = citation(file, document.attributes)
  return {
    text: writeTopology(topology, { comment, schema: '../schemas/topology.schema.json' }),
    notes,
  }
}

const baseName = (file: string): string => file.split(/[\\/]/).at(-1) ?? file

const labName = (file: string, { label, Network }: Attributes): string =>
  slug(label ?? '') ||
  slug(Network ?? '') ||
  slug(baseName(file).replace(/\.\w+$/, '')) ||
  'imported'

const citation = (file: string, { Network, NetworkDate, Creator }: Attributes): string[] => {
  const isZoo = Creator?.startsWith('Topology Zoo') ?? false
  const network = oneLine([Network, NetworkDate].filter(Boolean).join(', ')) || 'A network'
  return [
    `${network}. Imported from ${oneLine(baseName(file))}${isZoo ? ' of the Internet Topology Zoo' : ''}.`,
    ...(isZoo ? ['S. Knight et al., "The Internet Topology Zoo", IEEE JSAC 29(9), 2011.'] : []),
    'Every PoP is an AS of its own.',
  ]
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()

type Known = GraphmlDocument['nodes'][number]

const nodesAndLinks = (
  { nodes, edges, hyperedges }: GraphmlDocument,
  notes: string[],
): Pick<TopologyText, 'nodes' | 'links'> => {
  const known = nodes.filter(({ id }, i) => id !== '' && nodes.findIndex((n) => n.id === id) === i)
  const names = uniqueNames(known.map(labelOf))
  const nameOf = new Map(known.map(({ id }, i) => [id, names[i] as string]))
  const [sound, loops] = partition(edges, ({ source, target }) => source !== target)
  const [kept, loose] = partition(
    sound,
    ({ source, target }) => nameOf.has(source) && nameOf.has(target),
  )
  const placeless = known.filter(({ attributes }) => !positionOf(attributes).position).length
  const renumbered = names.filter((name, i) => name !== slug(labelOf(known[i] as Known))).length
  note(notes, renumbered, 'name(s) numbered since labels occur twice')
  note(notes, nodes.length - known.length, 'node(s) without an id of their own left out')
  note(notes, loops.length, 'edge(s) from a node to itself left out')
  note(notes, loose.length, 'edge(s) to unknown nodes left out')
  note(notes, hyperedges, 'hyperedge(s) left out')
  note(notes, countParallel(kept), 'edge(s) parallel to another kept as links of their own')
  note(notes, placeless, 'node(s) have no coordinates')
  return {
    nodes: Object.fromEntries(known.map(({ attributes }, i) => [names[i], positionOf(attributes)])),
    links: kept.map(({ source, target }) => [nameOf.get(source) ?? '', nameOf.get(target) ?? '']),
  }
}

/** Some files of the zoo have the word None where there is no label. */
const labelOf = ({ id, attributes: { label = '' } }: Known): string =>
  slug(label) && label !== 'None' ? label : `n${id.replace(/^n(?=\d)/, '')}`

const positionOf = ({ Latitude, Longitude }: Attributes) => {
  const [latitude, longitude] = [Number(Latitude || Number.NaN), Number(Longitude || Number.NaN)]
  const isPlace = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
  return isPlace ? { position: { latitude, longitude } } : {}
}

const partition = <T>(items: readonly T[], isFirst: (item: T) => boolean): [T[], T[]] => [
  items.filter(isFirst),
  items.filter((item) => !isFirst(item)),
]

const note = (notes: string[], count: number, what: string): void => {
  if (count > 0) notes.push(`${count} ${what}`)
}

const countParallel = (edges: GraphmlDocument['edges']): number =>
  edges.length -
  new Set(edges.map(({ source, target }) => [source, target].toSorted().join(' '))).size
