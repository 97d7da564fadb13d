import { isIPv4, isIPv6 } from 'node:net'
import { z } from 'zod'

const FORM = 'must be a prefix, such as 198.18.1.0/24 or 2001:2:0:1::/64'

/** One prefix, or a list. A list inside. */
export const prefixes = () =>
  z.codec(z.union([prefix(), z.array(prefix()).min(1)]), z.array(z.string()), {
    decode: (value) => (typeof value === 'string' ? [value] : value),
    encode: (value) => value,
  })

const prefix = () => z.string({ error: FORM }).refine(isPrefix, { error: FORM })

const isPrefix = (value: string): boolean => {
  const [address, length, ...more] = value.split('/')
  if (!address || !length || more.length > 0 || !/^\d{1,3}$/.test(length)) return false
  if (isIPv6(address)) return Number(length) <= 128
  return isIPv4(address) && Number(length) <= 32
}
