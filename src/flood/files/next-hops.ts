/** Which next hop a recorded route is sent with. */
import { addressBytes } from '../../bgp/nlri.ts'
import { InputError, WireError } from '../../lib/errors.ts'
import { addressOf, type StreamOptions, type StreamSource } from './options.ts'

/** From the recorded one to the one to send. WireError when that is missing. */
export interface NextHops {
  ipv4(recorded: Uint8Array | undefined): Uint8Array
  ipv6(recorded: Uint8Array | undefined): Uint8Array
}

export const nextHopsOf = (
  options: Pick<StreamOptions, 'nextHop'> & { readonly source: StreamSource },
): NextHops => {
  if (options.nextHop === 'keep')
    return { ipv4: (recorded) => kept(recorded, [4]), ipv6: (recorded) => kept(recorded, [16, 32]) }
  const ipv4 = addressOf(options.source, 'ipv4')
  const ipv6 = addressBytes(addressOf(options.source, 'ipv6') as string)
  const own = ipv4 === undefined ? undefined : addressBytes(ipv4)
  return { ipv4: () => own ?? noAddress(options.source.address), ipv6: () => ipv6 }
}

const kept = (recorded: Uint8Array | undefined, lengths: readonly number[]): Uint8Array => {
  if (recorded && lengths.includes(recorded.length)) return recorded
  const what = recorded ? `a next hop of ${recorded.length} octets` : 'a route without a next hop'
  throw new WireError(what, { offset: 0, section: 'RFC 4271 5.1.3' })
}

const noAddress = (address: string): never => {
  throw new InputError(`${address} cannot be the next hop of IPv4 routes`, {
    hint: 'give the source an IPv4 address too, or keep the recorded next hops',
  })
}
