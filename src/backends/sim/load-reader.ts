/**
 * Reads UPDATEs of a load straight into numbers of the prefix table: one after the other has the same
 * attributes, octet by octet, and those are decoded once. What is not plain goes through the codec.
 */
import type { CodecOptions } from '../../bgp/codec-options.ts'
import { decodeMessage } from '../../bgp/message.ts'
import type { Family } from '../../bgp/prefix.ts'
import type { AttributeSet } from '../../bgp/router/attribute-set.ts'
import { routeUpdateOf } from '../../bgp/router/decode.ts'
import type { RouteUpdate } from '../../bgp/router/events.ts'
import type { PrefixId, PrefixTable } from '../../bgp/router/prefix-table.ts'

const NOTHING: RouteUpdate = { withdrawn: [], announced: [] }
const NONE = new Uint8Array(0)

export class LoadReader {
  readonly #table: PrefixTable
  readonly #family: Family
  /** Of the last UPDATE, as they were on the wire; empty: of none. */
  #octets: Uint8Array = NONE
  #set: AttributeSet | undefined

  /** For one session. */
  constructor(table: PrefixTable, family: Family) {
    this.#table = table
    this.#family = family
  }

  /** A whole UPDATE; a WireError as from the codec. */
  read(bytes: Uint8Array, options: CodecOptions | undefined): RouteUpdate {
    if (this.#family !== 'ipv4') return this.#decode(bytes, options)
    const withdrawnEnd = 21 + u16(bytes, 19)
    const nlri = withdrawnEnd + 2 + u16(bytes, withdrawnEnd)
    const octets = bytes.subarray(withdrawnEnd + 2, nlri)
    const isNew = octets.length > 0 && !this.#isKnown(octets)
    if (isNew && !this.#learn(bytes, nlri, octets, options)) return this.#decode(bytes, options)
    const withdrawn = this.#prefixes(bytes, 21, withdrawnEnd)
    const announced = this.#prefixes(bytes, nlri, bytes.length)
    if (!withdrawn || !announced) return this.#decode(bytes, options)
    const set = announced.length > 0 ? this.#set : undefined
    return { withdrawn, announced, ...(set && { set }) }
  }

  #isKnown(octets: Uint8Array): boolean {
    const known = this.#octets
    if (known.length !== octets.length) return false
    for (let i = 0; i < octets.length; i++) if (known[i] !== octets[i]) return false
    return true
  }

  /** Only attributes without fault that go with IPv4 prefixes alone are worth remembering. */
  #learn(
    bytes: Uint8Array,
    nlri: number,
    octets: Uint8Array,
    options: CodecOptions | undefined,
  ): boolean {
    this.#octets = NONE
    this.#set = undefined
    if (nlri >= bytes.length) return false
    const message = decodeMessage(withFirst(bytes, nlri), options)
    if (message.type !== 'update' || message.outcome !== 'ok' || message.nextHopIpv6) return false
    this.#octets = octets
    this.#set = routeUpdateOf(message, this.#family, this.#table).set
    return this.#set !== undefined
  }

  #decode(bytes: Uint8Array, options: CodecOptions | undefined): RouteUpdate {
    const message = decodeMessage(bytes, options)
    return message.type === 'update' ? routeUpdateOf(message, this.#family, this.#table) : NOTHING
  }

  /** Undefined when they do not end at the end. */
  #prefixes(bytes: Uint8Array, from: number, end: number): readonly PrefixId[] | undefined {
    const ids: PrefixId[] = []
    for (let at = from; at < end; ) {
      const length = bytes[at] as number
      const next = at + 1 + ((length + 7) >> 3)
      if (length > 32 || next > end) return undefined
      ids.push(this.#table.intern(bytes, at + 1, length, 'ipv4'))
      at = next
    }
    return ids
  }
}

/** The same message with the first of its announced prefixes only: the attributes are those of all. */
const withFirst = (bytes: Uint8Array, nlri: number): Uint8Array => {
  const length = nlri + 1 + (((bytes[nlri] as number) + 7) >> 3)
  const short = bytes.slice(0, length)
  short[16] = length >> 8
  short[17] = length & 0xff
  return short
}

const u16 = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] as number) << 8) | (bytes[at + 1] as number)
