/** One line: what it announces or withdraws. */
import {
  type Prefix,
  parseAddress,
  parseAddressWithLength,
  parsePrefix,
  size,
  subnetAt,
} from '../../../bgp/prefix.ts'
import { didYouMean } from '../../../lib/did-you-mean.ts'
import type { RawAttribute } from '../raw-attributes.ts'
import { ATTRIBUTE_WORDS } from './keywords.ts'
import {
  type Cursor,
  createCursor,
  LineError,
  type Token,
  tokenize,
  wholeNumber,
} from './tokens.ts'

export interface RouteLine {
  readonly action: 'announce' | 'withdraw'
  readonly prefixes: readonly Prefix[]
  /** `self` is the source's own address; always there when something is announced. */
  readonly nextHop?: string
  /** Where the next hop, and the attributes as a whole, stand in the line. */
  readonly at: { readonly nextHop?: Token; readonly line: Token }
  readonly attributes: readonly RawAttribute[]
}

/** Undefined for a blank line or a comment; LineError for what is neither that nor a route. */
export const parseLine = (line: string): RouteLine | undefined => {
  const tokens = tokenize(line)
  if (tokens.length === 0) return undefined
  const cursor = createCursor(tokens, line)
  const action = actionOf(cursor)
  const form = cursor.need('what to announce')
  const draft: Draft = { prefixes: [], attributes: new Map() }
  switch (form.text) {
    case 'route':
      draft.prefixes.push(prefix(cursor.need('the prefix')))
      break
    case 'ipv4':
    case 'ipv6':
      expect(cursor, 'unicast')
      draft.prefixes.push(prefix(cursor.need('the prefix')))
      break
    case 'attribute':
    case 'attributes':
      break
    default:
      throw new LineError(
        `${action} ${form.text} is not supported`,
        form,
        didYouMean(form.text, FORMS),
      )
  }
  readWords(cursor, draft)
  return finished(action, draft, cursor, form)
}

interface Draft {
  readonly prefixes: Prefix[]
  readonly attributes: Map<number, RawAttribute>
  nextHop?: Token
  split?: { readonly token: Token; readonly length: number }
}

const ACTIONS = ['announce', 'withdraw'] as const
const FORMS = ['route', 'attributes', 'ipv4', 'ipv6']

/** Skips `neighbor 192.0.2.1 local-as 64500 ...`: every neighbor is the device under test. */
const actionOf = (cursor: Cursor): RouteLine['action'] => {
  const first = cursor.peek()
  let token = cursor.next()
  if (first.text === 'neighbor') while (!isAction(token.text) && !cursor.done) token = cursor.next()
  if (isAction(token.text)) return token.text
  if (first.text === 'neighbor') throw new LineError('nothing is announced or withdrawn', first)
  throw new LineError(`${first.text} is no command`, first, didYouMean(first.text, ACTIONS))
}

const isAction = (text: string): text is RouteLine['action'] =>
  (ACTIONS as readonly string[]).includes(text)

const OTHER_WORDS = new Map<string, (cursor: Cursor, draft: Draft) => void>(
  Object.entries({
    'next-hop': (cursor: Cursor, draft: Draft) => {
      const token = cursor.need('the next-hop')
      if (token.text !== 'self' && !parseAddress(token.text))
        throw new LineError(`${token.text} is no address`, token, 'an address, or self')
      draft.nextHop = token
    },
    nlri: (cursor: Cursor, draft: Draft) => {
      do draft.prefixes.push(prefix(cursor.need('a prefix')))
      while (cursor.peek().text.includes('/'))
    },
    split: (cursor: Cursor, draft: Draft) => {
      const token = cursor.need('the length to split to')
      const length = wholeNumber({ ...token, text: token.text.replace(/^\//, '') }, 128, 'length')
      draft.split = { token, length }
    },
    // For whoever reads the line; they say nothing about the route.
    name: (cursor: Cursor) => void cursor.need('the name'),
    watchdog: (cursor: Cursor) => void cursor.need('the name'),
    withdraw: () => undefined,
    ';': () => undefined,
  }),
)

const readWords = (cursor: Cursor, draft: Draft): void => {
  while (!cursor.done) {
    const word = cursor.next()
    const other = OTHER_WORDS.get(word.text)
    const read = ATTRIBUTE_WORDS.get(word.text)
    if (other) other(cursor, draft)
    else if (read) addAttribute(draft, read(cursor), word)
    else {
      const known = [...ATTRIBUTE_WORDS.keys(), ...OTHER_WORDS.keys()].filter((one) => one !== ';')
      throw new LineError(`${word.text} is not known`, word, didYouMean(word.text, known))
    }
  }
}

const addAttribute = (draft: Draft, attribute: RawAttribute, word: Token): void => {
  if (draft.attributes.has(attribute.code)) throw new LineError(`${word.text} twice`, word)
  draft.attributes.set(attribute.code, attribute)
}

const finished = (
  action: RouteLine['action'],
  draft: Draft,
  cursor: Cursor,
  line: Token,
): RouteLine => {
  const { nextHop, attributes, split } = draft
  const end = cursor.peek()
  if (draft.prefixes.length === 0) throw new LineError('no prefix', end, 'nlri 198.18.0.0/24')
  if (action === 'announce' && nextHop === undefined)
    throw new LineError('no next-hop', end, 'next-hop self')
  const prefixes = split
    ? draft.prefixes.flatMap((whole) => parts(whole, split.length, split.token))
    : draft.prefixes
  return {
    action,
    prefixes,
    ...(nextHop && { nextHop: nextHop.text }),
    at: { line, ...(nextHop && { nextHop }) },
    attributes: [...attributes.values()],
  }
}

/** An address alone is a host route. */
const prefix = (token: Token): Prefix => {
  const { text } = token
  const host = parseAddress(text)
  const found = parsePrefix(host ? `${text}/${host.family === 'ipv4' ? 32 : 128}` : text)
  if (found) return found
  const hint = parseAddressWithLength(text) ? 'bits are set behind its length' : undefined
  throw new LineError(`${text} is no prefix`, token, hint)
}

const MOST_PARTS = 1 << 20

const parts = (whole: Prefix, length: number, token: Token): Prefix[] => {
  const count = length < whole.length ? 0 : 2 ** (length - whole.length)
  if (count === 0 || count > MOST_PARTS || BigInt(count) > size(whole))
    throw new LineError(`a /${whole.length} cannot be split to /${length}`, token)
  return Array.from({ length: count }, (_, i) => subnetAt(whole, length, i))
}

const expect = (cursor: Cursor, text: string): void => {
  const token = cursor.need(text)
  if (token.text !== text) throw new LineError(`${token.text} is not supported`, token, text)
}
