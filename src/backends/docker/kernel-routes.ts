/**
 * Reads `ip -o route show`: the gateways of each prefix. The text, since lines of it can be left
 * out by who does not understand them, and it is a third of the JSON.
 */
export const readKernelRoutes = (text: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    text.split('\n').flatMap((line) => {
      const prefix = ROUTE.exec(line)?.[1]
      return prefix === undefined ? [] : [[withLength(prefix), gateways(line)] as const]
    }),
  )

/** `198.18.1.0/24 via ...`, `blackhole 198.18.6.0/24 proto bgp`, `default via ...`. */
const ROUTE = /^(?:[a-z]+ )?([0-9a-f.:]+(?:\/\d+)?|default) /

const gateways = (line: string): readonly string[] =>
  [...line.matchAll(/ via (?:inet6? )?(\S+)/g)].map(([, hop]) => hop as string)

const withLength = (prefix: string): string =>
  prefix.includes('/') || prefix === 'default'
    ? prefix
    : `${prefix}/${prefix.includes(':') ? 128 : 32}`
