/** Addresses and AS numbers of a test: the device, our listener, our senders, on one network. */
import { addressAt, formatAddress, parsePrefix, size } from '../bgp/prefix.ts'
import { InputError } from '../lib/errors.ts'
import type { DutSetup } from './dut.ts'

/** How the senders are known to the device, and what kind of neighbours they are. */
export interface SendersWanted {
  readonly count: number
  /** `list`: each by its address, with an AS of its own. `range`: whoever has an address of the network and one AS. */
  readonly by: 'list' | 'range'
  /** In the device's own AS (iBGP), or outside (eBGP). */
  readonly internal: boolean
}

export interface Layout {
  readonly subnet: string
  readonly prefixLength: number
  readonly setup: DutSetup
  readonly sink: End
  readonly sources: readonly End[]
}

export interface End {
  readonly local: string
  readonly asn: number
}

const DUT_ASN = 64504
const LISTENER_ASN = 64505
/** Of the first sender; 16 bits, private (RFC 6996). */
const FIRST_ASN = 64600
/** The engine itself has the first address of the network, the device the second, the listener the third. */
const FIRST_SENDER = 16
export const MOST_SENDERS = 900

export const layoutOf = (subnet: string, senders: SendersWanted): Layout => {
  const { count, by, internal } = senders
  if (count < 1 || count > MOST_SENDERS) {
    throw new InputError(`${count} senders: must be 1 to ${MOST_SENDERS}`)
  }
  const sources = Array.from({ length: count }, (_, index) => ({
    local: at(FIRST_SENDER + index),
    asn: internal ? DUT_ASN : FIRST_ASN + (by === 'list' ? index : 0),
  }))
  const sink = { local: at(3), asn: LISTENER_ASN }
  const range = { prefix: subnet, asn: (sources[0] as End).asn }
  const list = sources.map(({ local, asn }) => ({ address: local, asn }))
  const setup: DutSetup = {
    address: at(2),
    asn: DUT_ASN,
    listener: { address: sink.local, asn: sink.asn },
    senders: by === 'range' ? range : list,
  }
  const { length } = prefix()
  return { subnet, prefixLength: length, setup, sink, sources }

  function at(n: number): string {
    return formatAddress(addressAt(prefix(), n))
  }

  function prefix() {
    const found = parsePrefix(subnet)
    if (!found || size(found) < FIRST_SENDER + count + 1) throw new Error(`${subnet} is too small`)
    return found
  }
}
