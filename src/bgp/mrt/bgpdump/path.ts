/** AS_PATH as bgpdump writes it: `1 2 {3,4}`, confederations as `(1 2)` and `[3,4]`. */
import type { AsWidth } from '../../as-path.ts'

export interface DumpSegment {
  readonly type: number
  readonly asns: readonly number[]
}

const SET = 1
const SEQUENCE = 2
const CONFED_SEQUENCE = 3
const CONFED_SET = 4
const BRACKETS: Readonly<Record<number, readonly [string, string]>> = {
  [SET]: ['{', '}'],
  [SEQUENCE]: ['', ''],
  [CONFED_SEQUENCE]: ['(', ')'],
  [CONFED_SET]: ['[', ']'],
}

/** Undefined when a segment has no known type or is longer than the attribute. */
export const dumpSegments = (
  value: Uint8Array,
  width: AsWidth,
): readonly DumpSegment[] | undefined => {
  const segments: DumpSegment[] = []
  let at = 0
  while (at < value.length) {
    const type = value[at] as number
    const count = value[at + 1] ?? 0
    at += 2
    if (!BRACKETS[type] || at + count * width > value.length) return undefined
    const asns: number[] = []
    for (const end = at + count * width; at < end; at += width) asns.push(number(value, at, width))
    segments.push({ type, asns })
  }
  return segments
}

export const dumpPath = (segments: readonly DumpSegment[] | undefined): string => {
  if (!segments) return '! Error !'
  let text = ''
  let needsSpace = false
  for (const { type, asns } of segments) {
    const [open, close] = BRACKETS[type] as readonly [string, string]
    const between = type === SET || type === CONFED_SET ? ',' : ' '
    text += `${needsSpace ? ' ' : ''}${open}${asns.join(between)}${close}`
    needsSpace = asns.length > 0
  }
  return text
}

/**
 * RFC 6793 section 4.2.3, with bgpdump's way of counting: the members of confederations count. The
 * head of the narrow path, then the wide one; the narrow one alone when it is the shorter.
 */
export const mergeDumpPaths = (
  narrow: readonly DumpSegment[] | undefined,
  wide: readonly DumpSegment[] | undefined,
): readonly DumpSegment[] | undefined => {
  let missing = count(narrow) - count(wide)
  if (missing < 0) return narrow
  const head: DumpSegment[] = []
  for (const { type, asns } of narrow ?? []) {
    if (missing <= 0) break
    const isSet = type === SET || type === CONFED_SET
    head.push({ type, asns: isSet ? asns : asns.slice(0, missing) })
    missing -= isSet ? 1 : asns.length
  }
  return [...head, ...(wide ?? [])]
}

const count = (segments: readonly DumpSegment[] = []): number =>
  segments.reduce(
    (sum, { type, asns }) => sum + (type === SET || type === CONFED_SET ? 1 : asns.length),
    0,
  )

const number = (octets: Uint8Array, at: number, width: AsWidth): number => {
  const high = ((octets[at] as number) << 8) | (octets[at + 1] as number)
  if (width === 2) return high
  return high * 0x10000 + (((octets[at + 2] as number) << 8) | (octets[at + 3] as number))
}
