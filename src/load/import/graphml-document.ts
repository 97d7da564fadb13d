/** The XML of a GraphML file as nodes, edges and attributes by their names. No meaning is given to them. */
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import { InputError } from '../../lib/errors.ts'
import { throwIfAny } from '../problem.ts'

export type Attributes = Readonly<Record<string, string>>

export interface GraphmlDocument {
  readonly attributes: Attributes
  readonly nodes: readonly { readonly id: string; readonly attributes: Attributes }[]
  readonly edges: readonly { readonly source: string; readonly target: string }[]
  /** GraphML edges between more than two nodes, which have no counterpart. */
  readonly hyperedges: number
}

export const parseGraphml = (file: string, text: string): GraphmlDocument => {
  checkXml(file, text)
  const { graphml } = parse(file, text)
  if (!isElement(graphml)) throw notGraphml(file, 'its root element is not <graphml>')
  const graph = elements(graphml, 'graph')[0]
  if (!graph) throw notGraphml(file, 'it has no <graph>')
  const names = new Map(
    elements(graphml, 'key').map((key) => [attribute(key, 'id'), attribute(key, 'attr.name')]),
  )
  return {
    attributes: attributesOf(graph, names),
    nodes: elements(graph, 'node').map((node) => ({
      id: attribute(node, 'id'),
      attributes: attributesOf(node, names),
    })),
    edges: elements(graph, 'edge').map((edge) => ({
      source: attribute(edge, 'source'),
      target: attribute(edge, 'target'),
    })),
    hyperedges: elements(graph, 'hyperedge').length,
  }
}

type Element = Readonly<Record<string, unknown>>

const isElement = (value: unknown): value is Element => typeof value === 'object' && value !== null

const checkXml = (file: string, text: string): void => {
  const valid = XMLValidator.validate(text)
  if (valid === true) return
  const { msg, line, col } = valid.err
  const lineText = text.split(/\r?\n/)[line - 1] ?? ''
  throwIfAny([{ file, line, column: col || 1, width: 1, lineText, message: `not XML: ${msg}` }])
}

const LISTS = new Set(['key', 'graph', 'node', 'edge', 'hyperedge', 'data'])

const parse = (file: string, text: string): Element => {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    attributesGroupName: '@',
    parseTagValue: false,
    removeNSPrefix: true,
    isArray: (name) => LISTS.has(name),
  })
  try {
    return parser.parse(text) as Element
  } catch (cause) {
    throw new InputError(`${file}: not XML that can be read: ${(cause as Error).message}`, {
      cause,
    })
  }
}

const notGraphml = (file: string, why: string): InputError =>
  new InputError(`${file}: not a GraphML file: ${why}`, {
    hint: 'topology-zoo.org has networks in this format',
  })

const elements = (parent: Element, name: string): Element[] => {
  const list = parent[name]
  return Array.isArray(list) ? list.filter(isElement) : []
}

const attribute = (element: Element, name: string): string => {
  const attributes = element['@']
  return isElement(attributes) ? String(attributes[name] ?? '') : ''
}

const attributesOf = (element: Element, names: ReadonlyMap<string, string>): Attributes =>
  Object.fromEntries(
    elements(element, 'data').map((entry) => {
      const key = attribute(entry, 'key')
      return [names.get(key) || key, String(entry['#text'] ?? '').trim()]
    }),
  )
