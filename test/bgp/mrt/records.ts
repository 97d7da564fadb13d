/** Records of every kind, with any values. */
import fc from 'fast-check'
import type { Endpoint, MrtRecord, RibEntry } from '../../../src/bgp/mrt/record.ts'

const octets = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
const u16 = fc.integer({ min: 0, max: 0xffff })
const u32 = fc.integer({ min: 0, max: 0xffffffff })
const attributes = fc.uint8Array({ maxLength: 60 })
const asWidth = fc.constantFrom(2 as const, 4 as const)
const asn = (width: 2 | 4) => (width === 4 ? u32 : u16)

const stamp = fc.record(
  { timeS: u32, microseconds: fc.integer({ min: 0, max: 999_999 }) },
  { requiredKeys: ['timeS'] },
)
const plainStamp = fc.record({ timeS: u32 })

const endpoint = (width: 2 | 4, length: number): fc.Arbitrary<Endpoint> =>
  fc.record({ asn: asn(width), address: octets(length) })

const prefix = (bits: number) =>
  fc
    .integer({ min: 0, max: bits })
    .chain((length) =>
      fc.record({ length: fc.constant(length), octets: octets((length + 7) >> 3) }),
    )

const entry = (addPath: boolean): fc.Arbitrary<RibEntry> =>
  fc.record({
    peerIndex: u16,
    originatedS: u32,
    ...(addPath && { pathId: u32 }),
    attributes,
  }) as fc.Arbitrary<RibEntry>

const tableDump = fc.tuple(asWidth, fc.constantFrom(4, 16)).chain(([width, length]) =>
  fc.record({
    type: fc.constant('table-dump' as const),
    timeS: u32,
    asWidth: fc.constant(width),
    view: u16,
    sequence: u16,
    prefix: fc.record({ length: fc.integer({ min: 0, max: length * 8 }), octets: octets(length) }),
    status: fc.integer({ min: 0, max: 255 }),
    originatedS: u32,
    peer: endpoint(width, length),
    attributes,
  }),
)

const peer = fc.tuple(asWidth, fc.constantFrom(4, 16)).chain(([width, length]) =>
  fc.record({
    asWidth: fc.constant(width),
    id: octets(4),
    address: octets(length),
    asn: asn(width),
  }),
)

const peerIndexTable = fc.record({
  type: fc.constant('peer-index-table' as const),
  timeS: u32,
  collectorId: octets(4),
  viewName: fc.string(),
  peers: fc.array(peer, { maxLength: 5 }),
})

const rib = fc
  .tuple(fc.constantFrom('ipv4' as const, 'ipv6' as const), fc.boolean(), fc.boolean())
  .chain(([family, multicast, addPath]) =>
    fc.record({
      type: fc.constant('rib' as const),
      timeS: u32,
      family: fc.constant(family),
      multicast: fc.constant(multicast),
      addPath: fc.constant(addPath),
      sequence: u32,
      prefix: prefix(family === 'ipv4' ? 32 : 128),
      entries: fc.array(entry(addPath), { maxLength: 4 }),
    }),
  )

const ribGeneric = fc.boolean().chain((addPath) =>
  fc.record({
    type: fc.constant('rib-generic' as const),
    timeS: u32,
    afi: fc.constantFrom(1, 2),
    safi: fc.constantFrom(1, 4, 128),
    addPath: fc.constant(addPath),
    sequence: u32,
    nlri: prefix(255).map(({ length, octets: rest }) => Uint8Array.of(length, ...rest)),
    entries: fc.array(entry(addPath), { maxLength: 4 }),
  }),
)

const ends = (width: 2 | 4, length: number) => ({
  asWidth: fc.constant(width),
  // Zebra's marker in place of it is another form of the record.
  interfaceIndex: fc.integer({ min: 0, max: 0xfffe }),
  peer: endpoint(width, length),
  own: endpoint(width, length),
})

const bgpMessage = fc
  .tuple(fc.integer({ min: 1, max: 5 }), fc.uint8Array({ maxLength: 80 }))
  .map(([type, body]) => {
    const bytes = new Uint8Array(19 + body.length).fill(0xff, 0, 16)
    bytes.set([0, bytes.length, type], 16)
    bytes.set(body, 19)
    return bytes
  })

const message = fc.tuple(asWidth, fc.constantFrom(4, 16), stamp).chain(([width, length, when]) =>
  fc.record({
    type: fc.constant('message' as const),
    ...constants(when),
    ...ends(width, length),
    local: fc.boolean(),
    addPath: fc.boolean(),
    message: bgpMessage,
  }),
)

const stateChange = fc
  .tuple(asWidth, fc.constantFrom(4, 16), stamp)
  .chain(([width, length, when]) =>
    fc.record({
      type: fc.constant('state-change' as const),
      ...constants(when),
      ...ends(width, length),
      oldState: u16,
      newState: u16,
    }),
  )

const oldMessage = fc.record({
  type: fc.constant('old-message' as const),
  timeS: u32,
  peer: endpoint(2, 4),
  own: endpoint(2, 4),
  messageType: fc.constantFrom('open', 'update', 'notification', 'keepalive'),
  body: fc.uint8Array({ maxLength: 60 }),
})

const oldStateChange = plainStamp.chain((when) =>
  fc.record({
    type: fc.constant('old-state-change' as const),
    ...constants(when),
    peer: endpoint(2, 4),
    oldState: u16,
    newState: u16,
  }),
)

export const anyRecord = fc.oneof(
  tableDump,
  peerIndexTable,
  rib,
  ribGeneric,
  message,
  stateChange,
  oldMessage,
  oldStateChange,
) as fc.Arbitrary<MrtRecord>

function constants(when: { timeS: number; microseconds?: number }) {
  return Object.fromEntries(Object.entries(when).map(([key, value]) => [key, fc.constant(value)]))
}
