/** One line of ExaBGP cut into words, each with its place. */
export interface Token {
  readonly text: string
  /** From 1. */
  readonly column: number
}

/** What is wrong with a line. The caller knows file and line. */
export class LineError extends Error {
  readonly column: number
  readonly width: number
  readonly hint: string | undefined
  constructor(message: string, at: Token, hint?: string) {
    super(message)
    this.column = at.column
    this.width = Math.max(1, at.text.length)
    this.hint = hint
  }
}

/** Reads words one after the other; at the end of the line there is an empty one. */
export interface Cursor {
  peek(): Token
  next(): Token
  /** The next word; LineError that says what was expected when there is none. */
  need(what: string): Token
  readonly done: boolean
}

/** Brackets, commas and semicolons are words of their own; a `#` begins a comment. */
export const tokenize = (line: string): Token[] =>
  [...line.replace(/#.*$/, '').matchAll(/[[\](){},;]|[^\s[\](){},;]+/g)].map((match) => ({
    text: match[0],
    column: match.index + 1,
  }))

export const createCursor = (tokens: readonly Token[], line: string): Cursor => {
  const end = { text: '', column: line.trimEnd().length + 1 }
  let at = 0
  const peek = (): Token => tokens[at] ?? end
  const next = (): Token => {
    const token = peek()
    at++
    return token
  }
  return {
    peek,
    next,
    need(what) {
      const token = next()
      if (token.text === '') throw new LineError(`${what} is missing`, token)
      return token
    },
    get done() {
      return at >= tokens.length
    },
  }
}

/** The words of `[ a b ]`, or the one word where there is no bracket. */
export const list = (cursor: Cursor, what: string): Token[] => {
  const first = cursor.need(what)
  const close = CLOSING.get(first.text)
  if (close === undefined) return [first]
  const words: Token[] = []
  for (;;) {
    const token = cursor.next()
    if (token.text === close) return words
    if (token.text === '') throw new LineError(`the ${first.text} of ${what} is not closed`, first)
    if (token.text !== ',') words.push(token)
  }
}

const CLOSING = new Map([
  ['[', ']'],
  ['(', ')'],
])

/** A whole number within limits. */
export const wholeNumber = (token: Token, largest: number, what: string): number => {
  const value = /^(?:\d+|0x[0-9a-f]+)$/i.test(token.text) ? Number(token.text) : Number.NaN
  if (value >= 0 && value <= largest) return value
  throw new LineError(`${what} ${token.text} is no whole number up to ${largest}`, token)
}
