/** Records of what two BGP speakers do, from text and times as the rest of the program has them. */
import type { AsWidth } from '../as-path.ts'
import { addressBytes } from '../nlri.ts'
import type { Endpoint, RecordedMessage, Stamp, StateChange } from './record.ts'

export interface Side {
  readonly asn: number
  readonly address: string
}

export interface ExchangeSides {
  /** Milliseconds since 1970, with a fraction. */
  readonly atMs: number
  readonly peer: Side
  /** Where it was recorded; its address is of the same family. */
  readonly own: Side
}

export interface HeardMessage extends ExchangeSides {
  /** Whole, header included. */
  readonly message: Uint8Array
  /** Octets of an AS number in its AS_PATH; 4 when absent. */
  readonly asWidth?: AsWidth
}

/** Sent by the peer: BGP4MP_ET (RFC 6396 sections 3 and 4.4), in microseconds. */
export const messageRecord = ({
  message,
  asWidth = 4,
  ...sides
}: HeardMessage): RecordedMessage => ({
  type: 'message',
  ...exchangeOf(sides, asWidth),
  local: false,
  addPath: false,
  message,
})

/** RFC 4271 section 8.2.2, numbered as RFC 6396 section 4.4.1 has them. */
export const STATE = { idle: 1, openConfirm: 5, established: 6 } as const

/** A session that came up, or ended. */
export const sessionRecord = ({
  up,
  ...sides
}: ExchangeSides & { readonly up: boolean }): StateChange => ({
  type: 'state-change',
  ...exchangeOf(sides, 4),
  oldState: up ? STATE.openConfirm : STATE.established,
  newState: up ? STATE.established : STATE.idle,
})

/** To the nearest microsecond. */
export const stampAt = (atMs: number): Required<Stamp> => {
  const total = Math.round(atMs * 1000)
  const microseconds = total % 1_000_000
  return { timeS: (total - microseconds) / 1_000_000, microseconds }
}

const exchangeOf = ({ atMs, peer, own }: ExchangeSides, asWidth: AsWidth) => ({
  ...stampAt(atMs),
  asWidth,
  interfaceIndex: 0,
  peer: endOf(peer, asWidth),
  own: endOf(own, asWidth),
})

const AS_TRANS = 23_456

/** RFC 6793 section 4.2.2: what fits no two octets is AS_TRANS there. */
const endOf = ({ asn, address }: Side, asWidth: AsWidth): Endpoint => ({
  asn: asWidth === 2 && asn > 0xffff ? AS_TRANS : asn,
  address: addressBytes(address),
})
