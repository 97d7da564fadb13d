/** NOTIFICATION (RFC 4271 section 4.5): codes and subcodes by name. */
import type { Reader } from './reader.ts'
import type { Writer } from './writer.ts'

export interface Notification {
  readonly type: 'notification'
  readonly code: number
  readonly subcode: number
  readonly data: Uint8Array
}

/** Octets in front of the data, the header of the message included. */
export const NOTIFICATION_HEAD = 21

export const decodeNotification = (reader: Reader): Notification => ({
  type: 'notification',
  code: reader.u8(),
  subcode: reader.u8(),
  data: reader.bytes(reader.left).slice(),
})

export const encodeNotification = (writer: Writer, { code, subcode, data }: Notification): Writer =>
  writer.u8(code).u8(subcode).bytes(data)

/** `Cease/Administrative Shutdown`; numbers stand in for what has no name. */
export const notificationName = (code: number, subcode: number): string => {
  const { name = `code ${code}`, subcodes = {} } = CODES[code] ?? {}
  const detail = subcodes[subcode] ?? (subcode === 0 ? undefined : `subcode ${subcode}`)
  return detail ? `${name}/${detail}` : name
}

interface Code {
  readonly name: string
  readonly subcodes?: Readonly<Record<number, string>>
}

const CODES: Readonly<Record<number, Code>> = {
  1: {
    name: 'Message Header Error',
    subcodes: {
      1: 'Connection Not Synchronized',
      2: 'Bad Message Length',
      3: 'Bad Message Type',
    },
  },
  2: {
    name: 'OPEN Message Error',
    subcodes: {
      1: 'Unsupported Version Number',
      2: 'Bad Peer AS',
      3: 'Bad BGP Identifier',
      4: 'Unsupported Optional Parameter',
      6: 'Unacceptable Hold Time',
      7: 'Unsupported Capability', // RFC 5492
      11: 'Role Mismatch', // RFC 9234
    },
  },
  3: {
    name: 'UPDATE Message Error',
    subcodes: {
      1: 'Malformed Attribute List',
      2: 'Unrecognized Well-known Attribute',
      3: 'Missing Well-known Attribute',
      4: 'Attribute Flags Error',
      5: 'Attribute Length Error',
      6: 'Invalid ORIGIN Attribute',
      8: 'Invalid NEXT_HOP Attribute',
      9: 'Optional Attribute Error',
      10: 'Invalid Network Field',
      11: 'Malformed AS_PATH',
    },
  },
  4: { name: 'Hold Timer Expired' },
  5: {
    name: 'Finite State Machine Error', // subcodes: RFC 6608
    subcodes: {
      1: 'Unexpected Message in OpenSent',
      2: 'Unexpected Message in OpenConfirm',
      3: 'Unexpected Message in Established',
    },
  },
  6: {
    name: 'Cease', // subcodes: RFC 4486
    subcodes: {
      1: 'Maximum Number of Prefixes Reached',
      2: 'Administrative Shutdown',
      3: 'Peer De-configured',
      4: 'Administrative Reset',
      5: 'Connection Rejected',
      6: 'Other Configuration Change',
      7: 'Connection Collision Resolution',
      8: 'Out of Resources',
      9: 'Hard Reset', // RFC 8538
      10: 'BFD Down', // RFC 9384
    },
  },
  7: { name: 'ROUTE-REFRESH Message Error', subcodes: { 1: 'Invalid Message Length' } }, // RFC 7313
  8: { name: 'Send Hold Timer Expired' }, // RFC 9687
}
