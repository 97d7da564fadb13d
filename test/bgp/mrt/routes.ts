/** Attributes and UPDATEs that a router might send, of every sort that has a column. */
import fc from 'fast-check'
import { createWriter } from '../../../src/bgp/writer.ts'

export type Width = 2 | 4

const octets = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const u16 = fc.integer({ min: 0, max: 0xffff })
const u32 = fc.integer({ min: 0, max: 0xffffffff })
const asn = (width: Width) =>
  width === 4
    ? fc.oneof(fc.integer({ min: 1, max: 65_000 }), u32)
    : fc.oneof(u16, fc.constant(23_456))

const concat = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts))
const number = (value: number, width: 1 | 2 | 4): Uint8Array =>
  Uint8Array.from({ length: width }, (_, i) => value >>> (8 * (width - 1 - i)))

/** Sets, sequences and confederations. */
const path = (width: Width, types: readonly number[] = [1, 2, 3, 4]) =>
  fc
    .array(
      fc.tuple(fc.constantFrom(...types), fc.array(asn(width), { minLength: 1, maxLength: 5 })),
      { maxLength: 4 },
    )
    .map((segments) =>
      concat(
        segments.flatMap(([type, asns]) => [
          Uint8Array.of(type, asns.length),
          ...asns.map((one) => number(one, width)),
        ]),
      ),
    )

const community = fc.oneof(
  u32.map((value) => number(value, 4)),
  fc.constantFrom(0xffffff01, 0xffffff02, 0xffffff03, 0xffff029a).map((value) => number(value, 4)),
)

const attribute = (code: number, value: fc.Arbitrary<Uint8Array>, flags = 0xc0) =>
  fc
    .tuple(value, fc.boolean())
    .map(([bytes, isLong]) =>
      isLong || bytes.length > 255
        ? concat([Uint8Array.of(flags | 0x10, code), number(bytes.length, 2), bytes])
        : concat([Uint8Array.of(flags, code, bytes.length), bytes]),
    )

const prefixOf = (bits: 32 | 128, pathIds: boolean) =>
  fc
    .tuple(fc.integer({ min: 0, max: bits }), octets(bits / 8), u32)
    .map(([length, address, pathId]) => {
      // Debian's bgpdump does not clear bits behind the length yet, so none are set.
      const bytes = address.slice(0, Math.ceil(length / 8))
      const spare = bytes.length * 8 - length
      if (spare > 0) bytes.set([(bytes.at(-1) as number) & (0xff << spare)], bytes.length - 1)
      return concat([pathIds ? number(pathId, 4) : new Uint8Array(0), Uint8Array.of(length), bytes])
    })

export const prefixes = (bits: 32 | 128, pathIds: boolean, maxLength = 4) =>
  fc.array(prefixOf(bits, pathIds), { maxLength }).map(concat)

const nextHop6 = fc.constantFrom(16, 32).chain(octets)

/** MP_REACH_NLRI as it is in a table: only the next hop (RFC 6396 section 4.3.4). */
const shortReach = nextHop6.map((hop) => concat([Uint8Array.of(hop.length), hop]))

const reach = (pathIds: boolean) =>
  fc
    .tuple(fc.constantFrom(1, 2), nextHop6, prefixes(128, pathIds))
    .map(([safi, hop, nlri]) =>
      concat([Uint8Array.of(0, 2, safi, hop.length), hop, Uint8Array.of(0), nlri]),
    )

const unreach = (pathIds: boolean) =>
  prefixes(128, pathIds).map((nlri) => concat([Uint8Array.of(0, 2, 1), nlri]))

export interface Sort {
  readonly width: Width
  readonly pathIds: boolean
  /** Of a table, or of an UPDATE. */
  readonly isTable: boolean
}

/** AS_PATH, with AS4_PATH too: beside that one sequence, since bgpdump repeats the first of several segments. */
const paths = (width: Width): fc.Arbitrary<Uint8Array> => {
  const any = attribute(2, path(width), 0x40)
  if (width === 4) return any
  const narrow = fc
    .array(asn(2), { minLength: 1, maxLength: 8 })
    .map((asns) => concat([Uint8Array.of(2, asns.length), ...asns.map((one) => number(one, 2))]))
  const both = fc.tuple(attribute(2, narrow, 0x40), attribute(17, path(4, [1, 2])))
  return fc.oneof(any, both.map(concat))
}

export const attributes = ({ width, pathIds, isTable }: Sort): fc.Arbitrary<Uint8Array> => {
  const optional = (arbitrary: fc.Arbitrary<Uint8Array>) =>
    fc.option(arbitrary, { nil: new Uint8Array(0) })
  const aggregator = (of: Width) =>
    fc.tuple(asn(of), octets(4)).map(([one, address]) => concat([number(one, of), address]))
  return fc
    .tuple(
      attribute(
        1,
        fc.constantFrom(0, 1, 2).map((one) => Uint8Array.of(one)),
        0x40,
      ),
      paths(width),
      optional(attribute(3, octets(4), 0x40)),
      optional(
        attribute(
          4,
          fc.integer({ min: 0, max: 0x7fffffff }).map((one) => number(one, 4)),
          0x80,
        ),
      ),
      optional(
        attribute(
          5,
          fc.integer({ min: 0, max: 0x7fffffff }).map((one) => number(one, 4)),
          0x40,
        ),
      ),
      optional(attribute(6, octets(0), 0x40)),
      optional(attribute(7, aggregator(width))),
      optional(attribute(8, fc.array(community, { minLength: 1, maxLength: 6 }).map(concat))),
      optional(attribute(9, octets(4), 0x80)),
      optional(
        attribute(10, fc.array(octets(4), { minLength: 1, maxLength: 3 }).map(concat), 0x80),
      ),
      optional(attribute(14, isTable ? shortReach : reach(pathIds), 0x80)),
      isTable ? fc.constant(new Uint8Array(0)) : optional(attribute(15, unreach(pathIds), 0x80)),
      optional(attribute(16, octets(8))),
      width === 2 ? optional(attribute(18, aggregator(4))) : fc.constant(new Uint8Array(0)),
      optional(attribute(32, fc.array(octets(12), { minLength: 1, maxLength: 3 }).map(concat))),
    )
    .map(concat)
}

/** A whole UPDATE, header included. */
export const updateMessage = (sort: Sort): fc.Arbitrary<Uint8Array> =>
  fc
    .tuple(prefixes(32, sort.pathIds), attributes(sort), prefixes(32, sort.pathIds))
    .map(([withdrawn, route, announced]) => {
      const body = createWriter()
        .sized16((w) => w.bytes(withdrawn))
        .sized16((w) => w.bytes(route))
        .bytes(announced)
        .take()
      const header = new Uint8Array(19).fill(0xff, 0, 16)
      header.set([...number(19 + body.length, 2), 2], 16)
      return concat([header, body])
    })
