import { BlockList } from 'node:net'
import type { RunResult } from './protocol.ts'

/** What a program printed, without its lines about routes inside these prefixes. */
export const withoutRoutes = (result: RunResult, unseen: readonly string[] = []): RunResult => {
  if (unseen.length === 0) return result
  const isInside = routesInside(unseen)
  const lines = result.stdout.split('\n').filter((line) => !isInside(line))
  return { ...result, stdout: lines.join('\n') }
}

/** Whether a line of `ip -o route` or of `ip -o monitor` tells of a route to a prefix inside one of these. */
export const routesInside = (prefixes: readonly string[]): ((line: string) => boolean) => {
  if (prefixes.length === 0) return () => false
  const list = new BlockList()
  const shortest = { ipv4: 32, ipv6: 128 }
  for (const prefix of prefixes) {
    const [address = '', length = ''] = prefix.split('/')
    const family = familyOf(address)
    list.addSubnet(address, Number(length), family)
    shortest[family] = Math.min(shortest[family], Number(length))
  }
  return (line) => {
    const [, address, length] = ROUTE.exec(line) ?? []
    if (address === undefined) return false
    const family = familyOf(address)
    // A route that covers one of them begins at the same address.
    if (length !== undefined && Number(length) < shortest[family]) return false
    return list.check(address, family)
  }
}

/** `100.64.0.16/28 via ...`, `[TIME] 100.64.0.16/28 via ...`, `[TIME] Deleted 100.127.0.1 via ...`. */
const ROUTE = /^(?:\[[^\]]*\] )?(?:Deleted )?(?:unicast )?([0-9a-f.:]+)(?:\/(\d+))? /

const familyOf = (address: string): 'ipv4' | 'ipv6' => (address.includes(':') ? 'ipv6' : 'ipv4')
