/** Checks of the addresses that a user wrote on a link. */
import {
  addressAt,
  formatAddress,
  formatPrefix,
  network,
  type Prefix,
  parseAddressWithLength,
} from '../../bgp/prefix.ts'
import type { Family } from '../../model/topology.ts'
import type { Path } from '../yaml-source.ts'
import type { Report } from './report.ts'

export interface LinkAddress {
  readonly subnet: Prefix
  readonly ends: readonly [string, string]
}

/** The longest subnet with room for two ends, the engine's gateway, network and broadcast. */
const LONGEST: Readonly<Record<Family, number>> = { ipv4: 29, ipv6: 125 }

export const writtenAddress = (
  pair: readonly [string, string],
  path: Path,
  report: Report,
): LinkAddress | undefined => {
  const [a, b] = pair.map(parseAddressWithLength) as [Prefix, Prefix]
  const subnet = network(a)
  const wrong = firstWrong(a, b)
  if (wrong) {
    report(wrong.end === undefined ? path : [...path, wrong.end], wrong.message, {
      hint: wrong.hint,
    })
    return undefined
  }
  return { subnet, ends: [formatAddress(a), formatAddress(b)] }
}

interface Wrong {
  readonly end?: 0 | 1
  readonly message: string
  readonly hint?: string
}

const firstWrong = (a: Prefix, b: Prefix): Wrong | undefined => {
  const subnet = network(a)
  const other = network(b)
  const text = formatPrefix(subnet)
  if (text !== formatPrefix(other))
    return {
      message: `the two ends are not in one subnet: ${text} and ${formatPrefix(other)}`,
      hint: 'a link is one subnet',
    }
  const longest = LONGEST[subnet.family]
  if (subnet.length > longest)
    return {
      message: `the subnet ${text} has no room for the engine's own address`,
      hint: `use a /${longest} or larger`,
    }
  if (a.bits === b.bits)
    return { end: 1, message: `both ends have the address ${formatAddress(a)}` }
  const bad = ([a, b] as const).findIndex((end) => isEdge(end, subnet))
  if (bad < 0) return undefined
  const range = `${formatAddress(addressAt(subnet, 1))} to ${formatAddress(addressAt(subnet, -2))}`
  const end = bad as 0 | 1
  return {
    end,
    message: `${formatAddress(end === 0 ? a : b)} is the first or last address of ${text}`,
    hint: `use ${range}`,
  }
}

const isEdge = ({ bits }: Prefix, subnet: Prefix): boolean =>
  bits === subnet.bits || bits === addressAt(subnet, -1).bits
