/**
 * CAIDA's AS relationships: `as-rel` (serial-1: `provider|customer|-1`, `peer|peer|0`) and `as-rel2`
 * (serial-2, with a fourth field that names the source of the inference); older files have siblings
 * (1 or 2). Lines that begin with `#` are comments. Read octet by octet, since half a million lines as
 * strings take longer than all the rest. Pure; files are those of the user, none is shipped.
 */
import { type Problem, throwIfAny } from '../../load/problem.ts'
import { LINK, LinkList, type LinkType } from '../link-list.ts'

export interface AsRel {
  readonly links: LinkList
  /** Lines that said again what an earlier one had said. */
  readonly repeated: number
}

const MOST_PROBLEMS = 20
const LARGEST_ASN = 0xffffffff

/** Throws InputError with each wrong line, up to 20 of them, as file:line:column. */
export const parseAsRel = (file: string, bytes: Uint8Array): AsRel => {
  const links = new LinkList()
  const reader = new LineReader(bytes)
  const problems: Problem[] = []
  /** The line of each link. */
  let lines = new Uint32Array(1 << 16)
  let repeated = 0
  while (reader.next() && problems.length < MOST_PROBLEMS) {
    if (reader.wrong === undefined && reader.a === reader.b)
      reader.fail('a link of an AS to itself', reader.secondFrom)
    if (reader.wrong !== undefined) {
      problems.push(reader.problem(file))
      continue
    }
    const known = links.add(reader.a, reader.b, reader.type)
    if (known < 0) {
      if (links.size > lines.length) lines = doubled(lines)
      lines[links.size - 1] = reader.line
      continue
    }
    const earlier = links.at(known)
    const isSame =
      earlier.type === reader.type && (earlier.type !== LINK.provider || earlier.a === reader.a)
    if (isSame) repeated++
    else {
      reader.fail(`line ${lines[known]} says ${sentence(earlier)}`, reader.from)
      problems.push(reader.problem(file))
    }
  }
  throwIfAny(problems)
  return { links, repeated }
}

const sentence = ({ a, b, type }: ReturnType<LinkList['at']>): string =>
  type === LINK.provider
    ? `that ${a} is a provider of ${b}`
    : `that ${a} and ${b} are ${type === LINK.peer ? 'peers' : 'siblings'}`

const doubled = (old: Uint32Array): Uint32Array<ArrayBuffer> => {
  const longer = new Uint32Array(old.length * 2)
  longer.set(old)
  return longer
}

const [NEWLINE, RETURN, HASH, BAR, MINUS, SPACE, ZERO, NINE] = [10, 13, 35, 124, 45, 32, 48, 57]

/** Stands on one line at a time; its fields are those of the line. */
class LineReader {
  readonly #bytes: Uint8Array
  #at = 0
  line = 0
  /** First octet of the line, and of its second field. */
  from = 0
  secondFrom = 0
  a = 0
  b = 0
  type: LinkType = LINK.provider
  wrong: string | undefined
  #wrongAt = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** False at the end. Comments and empty lines are passed over. */
  next(): boolean {
    const bytes = this.#bytes
    this.wrong = undefined
    for (; this.#at < bytes.length; this.#skip()) {
      this.line++
      this.from = this.#at
      const first = bytes[this.#at] as number
      if (first === HASH || first === NEWLINE || first === RETURN) continue
      this.#read()
      this.#skip()
      return true
    }
    return false
  }

  fail(message: string, at: number): void {
    this.wrong ??= message
    this.#wrongAt = at
  }

  problem(file: string): Problem {
    const end = this.#lineEnd()
    const fieldEnd = this.#fieldEnd(this.#wrongAt, end)
    return {
      file,
      line: this.line,
      column: this.#wrongAt - this.from + 1,
      width: Math.max(1, fieldEnd - this.#wrongAt),
      lineText: new TextDecoder().decode(this.#bytes.subarray(this.from, end)),
      message: this.wrong as string,
      hint: HINT,
    }
  }

  #read(): void {
    this.a = this.#asn()
    if (this.wrong !== undefined || !this.#bar()) return
    this.secondFrom = this.#at
    this.b = this.#asn()
    if (this.wrong !== undefined || !this.#bar()) return
    this.#relation()
  }

  /** From 1 on. */
  #asn(): number {
    const from = this.#at
    let asn = 0
    for (; ; this.#at++) {
      const octet = this.#bytes[this.#at] as number
      if (!(octet >= ZERO && octet <= NINE)) break
      asn = asn * 10 + (octet - ZERO)
      if (asn > LARGEST_ASN) break
    }
    if (this.#at === from) this.fail('an AS number belongs here', from)
    else if (asn === 0) this.fail('AS number 0 stands for no AS (RFC 7607)', from)
    else if (asn > LARGEST_ASN) this.fail('no AS number is as large as this', from)
    return asn
  }

  #bar(): boolean {
    if (this.#bytes[this.#at] === BAR) {
      this.#at++
      return true
    }
    const isEnd = this.#at >= this.#lineEnd()
    this.fail(
      isEnd ? 'the line ends too early' : 'only digits up to the next | belong here',
      this.#at,
    )
    return false
  }

  #relation(): void {
    const from = this.#at
    const isNegative = this.#bytes[this.#at] === MINUS
    if (isNegative) this.#at++
    const digit = (this.#bytes[this.#at++] as number) - ZERO
    const type = isNegative ? (digit === 1 ? LINK.provider : undefined) : PLAIN[digit]
    let after = this.#bytes[this.#at]
    while (after === SPACE) after = this.#bytes[++this.#at]
    const isEnd = after === undefined || after === NEWLINE || after === RETURN || after === BAR
    if (type === undefined || !isEnd) {
      this.#at = from
      this.fail('the relation is -1 (provider of), 0 (peers), 1 or 2 (siblings)', from)
    } else this.type = type
  }

  /** Behind the end of the line. */
  #skip(): void {
    const end = this.#bytes.indexOf(NEWLINE, this.#at)
    this.#at = end < 0 ? this.#bytes.length : end + 1
  }

  #lineEnd(): number {
    const end = this.#bytes.indexOf(NEWLINE, this.from)
    const last = end < 0 ? this.#bytes.length : end
    return last > this.from && this.#bytes[last - 1] === RETURN ? last - 1 : last
  }

  #fieldEnd(from: number, end: number): number {
    const bar = this.#bytes.indexOf(BAR, from)
    return bar < 0 || bar > end ? end : bar
  }
}

const HINT = 'a line is AS|AS|relation or AS|AS|relation|source'
const PLAIN: readonly (LinkType | undefined)[] = [LINK.peer, LINK.sibling, LINK.sibling]
