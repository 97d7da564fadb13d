/** What a user wrote of addresses and prefixes: no two may overlap, and nothing else is put there. */
import {
  contains,
  formatAddress,
  formatPrefix,
  type Prefix,
  parseAddress,
  parsePrefix,
  WIDTH,
} from '../../bgp/prefix.ts'
import type { Path } from '../yaml-source.ts'
import type { LinkDraft } from './drafts.ts'
import type { FullNode } from './inherit.ts'
import { type LinkAddress, writtenAddress } from './link-address.ts'
import type { Report } from './report.ts'

export interface Claim {
  readonly prefix: Prefix
  readonly path: Path
  /** Whose it is, in words. */
  readonly by: string
  /** The node, for networks: a node may originate a prefix and a part of it. */
  readonly origin?: string
}

/** By link id and family. */
export type WrittenLinks = ReadonlyMap<string, LinkAddress>

export const writtenLinks = (links: readonly LinkDraft[], report: Report): WrittenLinks => {
  const written = new Map<string, LinkAddress>()
  for (const { id, path, spec } of links)
    for (const family of ['ipv4', 'ipv6'] as const) {
      const pair = spec[family]
      const address = pair && writtenAddress(pair, [...path, family], report)
      if (address) written.set(`${id} ${family}`, address)
    }
  return written
}

export const collectClaims = (
  nodes: readonly FullNode[],
  links: readonly LinkDraft[],
  written: WrittenLinks,
  report: Report,
): readonly Claim[] => {
  const claims = [
    ...nodes.flatMap((node) => [...routerIdClaim(node), ...networkClaims(node, report)]),
    ...links.flatMap(({ id, path }) =>
      (['ipv4', 'ipv6'] as const).flatMap((family): Claim[] => {
        const address = written.get(`${id} ${family}`)
        return address
          ? [{ prefix: address.subnet, path: [...path, family], by: `the link ${id}` }]
          : []
      }),
    ),
  ]
  reportOverlaps(claims, report)
  return claims
}

const routerIdClaim = ({ name, path, spec }: FullNode): Claim[] => {
  const address = parseAddress(spec['router-id'] ?? '')
  if (!address) return []
  const prefix = { ...address, length: 32 }
  return [{ prefix, path: [...path, 'router-id'], by: `the router id of ${name}` }]
}

const networkClaims = ({ name, path, spec }: FullNode, report: Report): Claim[] =>
  (Array.isArray(spec.networks) ? spec.networks : []).flatMap((text: string, i): Claim[] => {
    const prefix = parsePrefix(text)
    const at = [...path, 'networks', i]
    if (!prefix) return []
    if (!isUnicast(prefix)) {
      report(at, `${text} has no host address that could answer probes`, {
        hint: 'use unicast space such as 198.18.0.0/15 or 2001:2::/48',
      })
      return []
    }
    return [{ prefix, path: at, by: `a network of ${name}`, origin: name }]
  })

const SPECIAL = ['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3', '::/8', 'fe80::/10', 'ff00::/8'].map(
  (text) => parsePrefix(text) as Prefix,
)

/** The first host address is the one that counts: it is put on an interface. */
const isUnicast = ({ family, bits }: Prefix): boolean =>
  !SPECIAL.some((special) => contains(special, { family, bits }))

/** Sorted by first address and length, a prefix overlaps only with those that are still open. */
const reportOverlaps = (claims: readonly Claim[], report: Report): void => {
  const rank = new Map(claims.map((claim, i) => [claim, i]))
  const open: Claim[] = []
  for (const claim of claims.toSorted(byAddress)) {
    while (open.length > 0 && !contains((open.at(-1) as Claim).prefix, claim.prefix)) open.pop()
    const other = open.findLast((outer) => isConflict(outer, claim))
    if (other) {
      const isLater = (rank.get(claim) ?? 0) > (rank.get(other) ?? 0)
      reportOverlap(isLater ? claim : other, isLater ? other : claim, report)
    }
    open.push(claim)
  }
}

const byAddress = (a: Claim, b: Claim): number => {
  if (a.prefix.family !== b.prefix.family) return a.prefix.family < b.prefix.family ? -1 : 1
  if (a.prefix.bits !== b.prefix.bits) return a.prefix.bits < b.prefix.bits ? -1 : 1
  return a.prefix.length - b.prefix.length
}

const isConflict = (a: Claim, b: Claim): boolean =>
  a.origin === undefined || a.origin !== b.origin || a.prefix.length === b.prefix.length

const reportOverlap = (claim: Claim, other: Claim, report: Report): void => {
  const [mine, its] = [textOf(claim.prefix), textOf(other.prefix)]
  report(claim.path, mine === its ? `${mine} is used twice` : `${mine} overlaps ${its}`, {
    hint: `already ${other.by}`,
  })
}

const textOf = (prefix: Prefix): string =>
  prefix.length === WIDTH[prefix.family] ? formatAddress(prefix) : formatPrefix(prefix)
