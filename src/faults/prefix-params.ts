import { z } from 'zod'
import { formatPrefix, type Prefix, parsePrefix } from '../bgp/prefix.ts'

/** One prefix, or a list. A list in canonical text inside. */
export const prefixes = () =>
  z.codec(
    z.union([prefix(), z.array(prefix()).min(1)], { error: whenMissing }),
    z.array(z.string()),
    {
      decode: (value) => (typeof value === 'string' ? [value] : value).map(canonical),
      encode: (value) => value,
    },
  )

const whenMissing = ({ input }: { readonly input?: unknown }): string | undefined =>
  input === undefined
    ? '"prefixes" is missing\nwrite for example prefixes: 198.18.1.0/24'
    : undefined

const prefix = () =>
  z.string().refine((text) => parsePrefix(text) !== undefined, {
    error: ({ input }) =>
      `${JSON.stringify(input)} is not a prefix\nwrite for example 198.18.1.0/24 or 2001:2:0:1::/64`,
  })

const canonical = (text: string): string => formatPrefix(parsePrefix(text) as Prefix)
