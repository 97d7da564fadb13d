import type { FullNode } from './inherit.ts'

/**
 * AS numbers that are not written: by the place of the node in the file, first the private ones of
 * two octets, then those of four (RFC 6996). A number that somebody wrote is never given again.
 */
export const assignAsNumbers = (nodes: readonly FullNode[]): ReadonlyMap<string, number> => {
  const taken = new Set(nodes.map(({ spec }) => spec.asn))
  let spare = nodes.length
  return new Map(
    nodes.map(({ name, spec }, index) => {
      let asn = spec.asn ?? privateAsn(index)
      while (spec.asn === undefined && taken.has(asn)) asn = privateAsn(spare++)
      return [name, asn]
    }),
  )
}

const TWO_OCTET = { first: 64512, count: 1023 }

const privateAsn = (index: number): number =>
  index < TWO_OCTET.count ? TWO_OCTET.first + index : 4200000000 + index - TWO_OCTET.count
