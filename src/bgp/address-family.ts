/** Address families by number (RFC 4760); BGP's prefixes here are those of the two unicast ones. */
import type { Family } from './prefix.ts'
import type { Reader } from './reader.ts'

/** AFI and SAFI as the capabilities and the MP attributes carry them. */
export interface AddressFamily {
  readonly afi: number
  readonly safi: number
}

export const UNICAST = 1
export const AFI: Readonly<Record<Family, number>> = { ipv4: 1, ipv6: 2 }

const BY_AFI: readonly (Family | undefined)[] = [undefined, 'ipv4', 'ipv6']

/** Undefined for all but IPv4 and IPv6 unicast. */
export const familyOf = ({ afi, safi }: AddressFamily): Family | undefined =>
  safi === UNICAST ? BY_AFI[afi] : undefined

export const unicast = (family: Family): AddressFamily => ({ afi: AFI[family], safi: UNICAST })

export const isSame = (a: AddressFamily, b: AddressFamily): boolean =>
  a.afi === b.afi && a.safi === b.safi

export const readAddressFamily = (reader: Reader): AddressFamily => ({
  afi: reader.u16(),
  safi: reader.u8(),
})
