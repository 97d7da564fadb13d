import { Document, isMap, type Node, visit } from 'yaml'

export interface WriteOptions {
  /** Lines that stand at the top as comments. */
  readonly comment?: readonly string[]
  /** Where editors find the JSON schema, as seen from the file. */
  readonly schema?: string
}

/**
 * A topology as YAML text: one line for each node and each link, blocks for the rest. Key order
 * is kept.
 */
export const writeTopology = (
  topology: object,
  { comment = [], schema }: WriteOptions = {},
): string => {
  const document = new Document(topology, { aliasDuplicateObjects: false })
  visit(document, {
    Map: (_, node, path) => {
      if (isOneLine(path.length, node)) node.flow = true
    },
    Seq: (_, node, path) => {
      if (isOneLine(path.length, node)) node.flow = true
    },
  })
  const head = [
    ...(schema ? [`# yaml-language-server: $schema=${schema}`] : []),
    ...comment.map((line) => `# ${line}`.trimEnd()),
  ]
  // A width of 0 switches folding off: one node, one line.
  const body = document.toString({ lineWidth: 0 }).replace(/^( *- )\[ (.*) \]$/gm, '$1[$2]')
  return `${head.map((line) => `${line}\n`).join('')}${body}`
}

/** Depth in the tree of the library (document, map, pair, value ...): from 4 on, an entry of a section. */
const isOneLine = (depth: number, node: Node): boolean =>
  depth >= 4 || (depth === 3 && isMap(node) && node.items.length === 0)
