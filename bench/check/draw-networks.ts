import type { Random } from '../../src/lib/random.ts'

/** Up to three prefixes a node by its name, the first node at least one; some with a part of it beside it. */
export const drawnNetworks = (
  random: Random,
  names: readonly string[],
  withIpv6: boolean,
): ReadonlyMap<string, readonly string[]> => {
  let next = 1
  return new Map(
    names.map((name, i) => {
      const own = random.fork(name)
      const count = own.integer(i === 0 ? 1 : 0, 3)
      const prefixes = Array.from({ length: count }, () => {
        const number = next++
        const family = withIpv6 && own.next() < 1 / 2 ? 'ipv6' : 'ipv4'
        const hasPart = own.next() < 1 / 6
        return hasPart ? PREFIXES[family](number) : PREFIXES[family](number).slice(0, 1)
      })
      return [name, prefixes.flat()] as const
    }),
  )
}

/** A prefix of the ranges for measurements (RFC 2544, RFC 5180) and a part of it. */
const PREFIXES = {
  ipv4: (number: number) => [`198.18.${number}.0/24`, `198.18.${number}.128/26`],
  ipv6: (number: number) => [
    `2001:2:0:${number.toString(16)}::/64`,
    `2001:2:0:${number.toString(16)}:8000::/68`,
  ],
}
