/**
 * A YAML file with the place of everything in it. Reading never throws: what is wrong becomes
 * problems, so that the syntax, the schema and the meaning of a file are judged in one go.
 */
import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
  type YAMLError,
} from 'yaml'
import type { Problem } from './problem.ts'

export type Path = readonly PropertyKey[]

export interface Source {
  readonly file: string
  /** The file as plain data; null when it is empty or cannot be read as YAML. */
  readonly value: unknown
  /** Syntax errors, duplicate keys, aliases to nothing. */
  readonly problems: readonly Problem[]
  /**
   * A problem at a path such as `['links', 0, 'mtu']`; where the path does not exist, at the
   * nearest thing above it. `at: 'key'` marks the key instead of the value.
   */
  problem(
    path: Path,
    message: string,
    where?: { hint?: string | undefined; at?: 'key' | 'value' },
  ): Problem
  /** `file:line:column` of a path. */
  place(path: Path, at?: 'key' | 'value'): string
}

/** `file` is only the name that problems carry. */
export const readSource = (file: string, text: string): Source => {
  const clean = text.startsWith('\uFEFF') ? text.slice(1) : text
  const lines = new LineCounter()
  const makeProblem = createMarker(file, clean, lines)
  if (isTooDeep(clean))
    return sourceOf({ file, problems: [makeProblem([0, 1], 'nested too deeply')], makeProblem })
  const document = parseDocument(clean, { lineCounter: lines, prettyErrors: false })
  const wrong = [...document.errors, ...document.warnings]
  const problems = [
    ...wrong.map((error) => syntaxProblem(error, clean, makeProblem)),
    ...oddities(document).map(({ range, text }) =>
      makeProblem([range?.[0] ?? 0, range?.[1] ?? 0], text),
    ),
  ]
  return sourceOf({ file, document, problems, makeProblem })
}

type Range = readonly [start: number, end: number]
type MakeProblem = (range: Range, message: string, hint?: string) => Problem

interface Parts {
  readonly file: string
  readonly document?: Document
  readonly problems: readonly Problem[]
  readonly makeProblem: MakeProblem
}

const sourceOf = ({ file, document, problems, makeProblem }: Parts): Source => {
  const rangeOf = (path: Path, at: 'key' | 'value' = 'value') =>
    document ? locate(document, path, at) : ([0, 1] as const)
  const read = document && problems.length === 0 ? toData(document) : { value: null }
  return {
    file,
    value: read.value,
    problems: read.problem ? [...problems, makeProblem([0, 1], read.problem)] : problems,
    problem: (path, message, { hint, at } = {}) => makeProblem(rangeOf(path, at), message, hint),
    place: (path, at) => {
      const { line, column } = makeProblem(rangeOf(path, at), '')
      return `${file}:${line}:${column}`
    },
  }
}

/** The library refuses aliases that would multiply without bound ("billion laughs"). */
const toData = (document: Document): { value: unknown; problem?: string } => {
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) }
  } catch (error) {
    if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error
    return { value: null, problem: 'too many aliases (*name): write the values out' }
  }
}

const MAX_DEPTH = 200

/**
 * The YAML library recurses, and a stack that overflows inside of it can end the process. Counts
 * brackets, quoted or not, and the indentation and dashes that a line begins with.
 */
const isTooDeep = (text: string): boolean => {
  let depth = 0
  for (const char of text) {
    if (char === '[' || char === '{') depth++
    if (char === ']' || char === '}') depth--
    if (depth > MAX_DEPTH) return true
  }
  return /^[ \-?]{400}/m.test(text)
}

const syntaxProblem = (error: YAMLError, text: string, makeProblem: MakeProblem): Problem => {
  const [start, end] = error.pos
  if (error.code === 'MULTIPLE_DOCS')
    return makeProblem([start, end], 'a second YAML document begins here; one file holds one')
  if (error.code !== 'DUPLICATE_KEY') return makeProblem([start, end], sentence(error.message))
  const key = /^[^:\s]+/.exec(text.slice(start))?.[0] ?? ''
  return makeProblem([start, start + key.length], `the key ${key} is given twice`)
}

interface Oddity {
  readonly range: Node['range']
  readonly text: string
}

/** What is YAML all right and still cannot be used. `__proto__` would vanish from plain objects. */
const oddities = (document: Document): Oddity[] => {
  const found: Oddity[] = []
  visit(document, {
    Alias: (_, alias) => {
      if (!alias.resolve(document))
        found.push({ range: alias.range, text: `no anchor &${alias.source} above this alias` })
    },
    Scalar: (at, { value, range }) => {
      if (at === 'key' && value === '__proto__')
        found.push({ range, text: '__proto__ cannot be a key' })
    },
  })
  return found
}

const createMarker =
  (file: string, text: string, lines: LineCounter): MakeProblem =>
  ([start, end], message, hint) => {
    const { line, col } = lines.linePos(Math.min(start, text.length))
    const at = line > 0 ? { line, column: col } : { line: 1, column: 1 }
    const lineStart = start - (at.column - 1)
    const lineText = text.slice(lineStart).split(/\r?\n/, 1)[0] ?? ''
    const width = Math.max(1, Math.min(end - start, lineText.trimEnd().length - at.column + 1))
    return { file, ...at, width, lineText, message, hint }
  }

const locate = (document: Document, path: Path, at: 'key' | 'value'): Range => {
  let node = document.contents as Node | null
  let pair: Pair | undefined
  for (const [index, key] of path.entries()) {
    const found = step(resolveAlias(node, document), key)
    // The key of something that is not there: mark what it is missing from, by its own key.
    if (!found) return mark(pair, node, index > 0 ? 'value' : at)
    ;({ node, pair } = found)
  }
  return mark(pair, node, at)
}

const resolveAlias = (node: Node | null, document: Document): Node | null =>
  isAlias(node) ? (node.resolve(document) ?? null) : node

const step = (
  node: Node | null,
  key: PropertyKey,
): { node: Node | null; pair?: Pair } | undefined => {
  if (isSeq(node)) {
    const item = node.items[Number(key)]
    return item === undefined ? undefined : { node: item as Node }
  }
  const pair = isMap(node) ? node.items.find((item) => keyText(item) === String(key)) : undefined
  return isPair(pair) ? { node: pair.value as Node | null, pair } : undefined
}

const keyText = ({ key }: Pair): string => String(isScalar(key) ? (key.value ?? '') : key)

/** A block of lines is marked by the key above it: marking its first line would blame that line. */
const mark = (pair: Pair | undefined, node: Node | null, at: 'key' | 'value'): Range => {
  const key = (pair?.key as Node | undefined)?.range
  const value = node?.range
  const isBlock = isCollection(node) && !node.flow
  const isNothing = !value || value[0] === value[1]
  if (key && (at === 'key' || isBlock || isNothing)) return [key[0], key[1]]
  if (!value) return [0, 1]
  return [value[0], isBlock || isNothing ? value[0] + 1 : value[1]]
}

const sentence = (message: string): string => {
  const first = message.split('\n', 1)[0] ?? ''
  return `${first.charAt(0).toLowerCase()}${first.slice(1)}`
}
