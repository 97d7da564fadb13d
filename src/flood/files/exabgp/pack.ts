/** Lines that follow each other and say the same of their prefixes become one UPDATE. */
import { addressBytes } from '../../../bgp/nlri.ts'
import { type Family, type Prefix, WIDTH } from '../../../bgp/prefix.ts'
import type { MessageBuffer } from '../message-buffer.ts'
import type { TableOptions } from '../mrt-table.ts'
import { nextHopsOf } from '../next-hops.ts'
import { concat, type NlriRun, NO_NLRI } from '../nlri-octets.ts'
import { attributeOctets } from '../raw-attributes.ts'
import { rewriteAttributes } from '../rewrite.ts'
import { encodeParts, NO_PARTS, type UpdateParts } from '../update-parts.ts'
import type { RouteLine } from './line.ts'
import { LineError } from './tokens.ts'

export interface LinePacker {
  /** LineError when the attributes fit no message, or the next hop is of another family. */
  add(line: RouteLine): void
  flush(): void
}

interface Batch {
  readonly key: string
  /** Without prefixes. */
  readonly parts: UpdateParts
  readonly action: RouteLine['action']
  readonly family: Family
  readonly prefixes: Uint8Array[]
}

export const createLinePacker = (buffer: MessageBuffer, options: TableOptions): LinePacker => {
  let batch: Batch | undefined

  const flush = (): void => {
    if (!batch) return
    const messages = encodeParts(withPrefixes(batch), options.largestMessage)
    batch = undefined
    for (const message of messages ?? []) buffer.add(message)
  }

  const addOf = (family: Family, line: RouteLine): void => {
    const prefixes = line.prefixes.filter((one) => one.family === family)
    if (prefixes.length === 0 || !options.families.includes(family)) return
    const key = keyOf(family, line)
    if (batch?.key !== key || !options.pack) flush()
    batch ??= startBatch(key, family, line, options)
    for (const prefix of prefixes) batch.prefixes.push(prefixOctets(prefix))
  }

  return {
    add(line) {
      addOf('ipv4', line)
      addOf('ipv6', line)
    },
    flush,
  }
}

/** Attributes that fit no message are found here, where the line is known. */
const startBatch = (key: string, family: Family, line: RouteLine, options: TableOptions): Batch => {
  const parts = partsOf(family, line, options)
  const batch: Batch = { key, family, action: line.action, parts, prefixes: [] }
  const longest = new Uint8Array(1 + WIDTH[family] / 8)
  if (encodeParts(withPrefixes({ ...batch, prefixes: [longest] }), options.largestMessage))
    return batch
  throw new LineError('the attributes fit no message', line.at.line)
}

const keyOf = (family: Family, { action, nextHop, attributes }: RouteLine): string => {
  const values = action === 'announce' ? Buffer.from(attributeOctets(attributes)) : ''
  return `${action} ${family} ${nextHop} ${values.toString('latin1')}`
}

const partsOf = (family: Family, line: RouteLine, options: TableOptions): UpdateParts => {
  const { action, nextHop = 'self' } = line
  if (action === 'withdraw') return NO_PARTS
  const recorded = new Map(line.attributes.map((attribute) => [attribute.code, attribute]))
  const attributes = rewriteAttributes(recorded, 4, options)
  const isSelf = nextHop === 'self'
  const hops = nextHopsOf({ source: options.source, nextHop: isSelf ? 'self' : 'keep' })
  const given = isSelf ? undefined : addressBytes(nextHop)
  if (given && given.length * 8 !== WIDTH[family])
    throw new LineError(
      `next-hop ${nextHop} for ${family} prefixes`,
      line.at.nextHop ?? line.at.line,
    )
  return family === 'ipv4'
    ? { ...NO_PARTS, attributes, nextHop: hops.ipv4(given) }
    : { ...NO_PARTS, attributes, nextHopIpv6: hops.ipv6(given) }
}

const FIELDS = {
  announce: { ipv4: 'announced', ipv6: 'announcedIpv6' },
  withdraw: { ipv4: 'withdrawn', ipv6: 'withdrawnIpv6' },
} as const

const withPrefixes = ({ parts, action, family, prefixes }: Batch): UpdateParts => {
  const run: NlriRun = prefixes.length
    ? { octets: concat(prefixes), count: prefixes.length }
    : NO_NLRI
  return { ...parts, [FIELDS[action][family]]: run }
}

const prefixOctets = ({ family, bits, length }: Prefix): Uint8Array => {
  const count = (length + 7) >> 3
  const octets = new Uint8Array(1 + count)
  octets[0] = length
  for (let i = 0; i < count; i++)
    octets[1 + i] = Number((bits >> BigInt(WIDTH[family] - 8 - 8 * i)) & 0xffn)
  return octets
}
