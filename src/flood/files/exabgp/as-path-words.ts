/** `[ 1 2 ( 3 4 ) ]`: a path, sets in parentheses or braces; or a single number. */
import { type AsSegment, writeAsPath } from '../../../bgp/as-path.ts'
import { createWriter } from '../../../bgp/writer.ts'
import { type Cursor, LineError, type Token, wholeNumber } from './tokens.ts'

export const asPath = (cursor: Cursor): Uint8Array => {
  const first = cursor.need('the as-path')
  const segments = first.text === '[' ? segmentsOf(cursor, first) : [sequence([asn(first)])]
  return writeAsPath(createWriter(), segments, 4).take()
}

const SETS = new Map([
  ['(', ')'],
  ['{', '}'],
])

const segmentsOf = (cursor: Cursor, open: Token): AsSegment[] => {
  const segments: AsSegment[] = []
  let plain: number[] = []
  const end = (): void => {
    if (plain.length > 0) segments.push(sequence(plain))
    plain = []
  }
  for (;;) {
    const token = cursor.next()
    if (token.text === ']') break
    const close = SETS.get(token.text)
    if (token.text === '') throw new LineError('the [ of as-path is not closed', open)
    if (close !== undefined) {
      end()
      segments.push({ type: 'set', asns: setOf(cursor, token, close) })
    } else if (token.text !== ',') plain.push(asn(token))
  }
  end()
  return segments
}

const setOf = (cursor: Cursor, open: Token, close: string): number[] => {
  const asns: number[] = []
  for (;;) {
    const token = cursor.next()
    if (token.text === close && asns.length > 0) return asns
    if (token.text === close) throw new LineError('an empty set', open)
    if (token.text === '') throw new LineError(`the ${open.text} of a set is not closed`, open)
    if (token.text !== ',') asns.push(asn(token))
  }
}

const sequence = (asns: readonly number[]): AsSegment => ({ type: 'sequence', asns })

/** `64500`, and `1.10` for 65546 (RFC 5396). */
const asn = (token: Token): number => {
  const [high, low] = token.text.split('.')
  if (low === undefined) return wholeNumber(token, 0xffffffff, 'AS number')
  const part = (text = '') => wholeNumber({ ...token, text }, 0xffff, 'AS number')
  return part(high) * 0x10000 + part(low)
}
