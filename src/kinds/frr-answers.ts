/** Reads what FRR says about its BGP: JSON, in the form that FRR has had since 7.0. */
import { z } from 'zod'
import type { RouteReport, SessionReport } from '../model/testbed.ts'
import type { Family } from '../model/topology.ts'
import { rfcState, unreadable } from './vtysh.ts'

export const summaryCommand = (family: Family): string => `show bgp ${family} unicast summary json`
export const failedCommand = (family: Family): string =>
  `show bgp ${family} unicast summary failed json`
export const tableCommand = (family: Family, longestAsn?: number): string =>
  `show bgp ${family} unicast ${longestAsn ? `regexp ${onlyShort(longestAsn)} ` : ''}json`

/** No number with more digits in the path; `_` is whatever stands between two (and no pipe may be in it). */
const onlyShort = (digits: number): string => `^[0-9]{0,${digits}}(_[0-9]{1,${digits}})*$`

/** The neighbours of one family, from a summary and, where it follows, the summary of failed ones. */
export const readSessions = (output: string): readonly SessionReport[] => {
  const [summary, failed] = parse(Summary, 'show bgp summary', output)
  return Object.entries(summary?.peers ?? {}).map(([peerAddress, peer]) => {
    const lastReset = failed?.peers?.[peerAddress]?.lastResetDueTo
    return {
      peerAddress,
      state: rfcState(peer.state ?? 'Idle'),
      prefixesReceived: peer.pfxRcd ?? 0,
      ...(lastReset ? { lastReset } : {}),
    }
  })
}

/** Is the neighbour administratively down? From a summary. */
export const readShutDown = (output: string, peerAddress: string): boolean =>
  parse(Summary, 'show bgp summary', output)[0]?.peers?.[peerAddress]?.state === 'Idle (Admin)'

/** The best path of every prefix. */
export const readRoutes = (output: string): readonly RouteReport[] => {
  const [table] = parse(Table, 'show bgp', output)
  return Object.entries(table?.routes ?? {}).flatMap(([prefix, paths]) => {
    const best = paths.find((path) => path.bestpath)
    return best ? [{ prefix, nextHop: nextHopOf(best), asPath: asNumbers(best.path) }] : []
  })
}

/** Does the router originate the prefix itself? From `show bgp FAMILY unicast PREFIX json`. */
export const readOriginated = (output: string): boolean =>
  parse(Prefix, 'show bgp PREFIX', output)[0]?.paths?.some((path) => path.sourced) ?? false

export const readVersion = (output: string): string => {
  const found = /^FRRouting (\S+)/m.exec(output)?.[1]
  if (!found) throw unreadable('show version', output)
  return found
}

const Summary = z.object({
  peers: z
    .record(
      z.string(),
      z.object({
        state: z.string().optional(),
        pfxRcd: z.number().optional(),
        lastResetDueTo: z.string().optional(),
      }),
    )
    .optional(),
})

const Path = z.object({
  bestpath: z.boolean().optional(),
  path: z.string(),
  nexthops: z.array(z.object({ ip: z.string().optional(), scope: z.string().optional() })),
})

const Table = z.object({ routes: z.record(z.string(), z.array(Path)).optional() })

const Prefix = z.object({
  paths: z.array(z.object({ sourced: z.boolean().optional() })).optional(),
})

/** An IPv6 path names a global and a link-local next hop; the lab speaks of global ones. */
const nextHopOf = ({ nexthops }: z.infer<typeof Path>): string =>
  (nexthops.find(({ scope }) => scope !== 'link-local') ?? nexthops[0])?.ip ?? ''

const asNumbers = (path: string): number[] => (path.match(/\d+/g) ?? []).map(Number)

/** One JSON document for each command that was asked; each ends with a brace at the start of a line. */
const parse = <Schema extends z.ZodType>(
  schema: Schema,
  asked: string,
  output: string,
): z.infer<Schema>[] => {
  try {
    const documents = documentsIn(output)
    if (documents.length === 0) throw new Error('it is empty')
    return documents.map((text) => schema.parse(JSON.parse(text)))
  } catch (error) {
    throw unreadable(asked, output, error)
  }
}

const documentsIn = (output: string): string[] =>
  output
    .split(/(?<=^(?:\{\}|\})[ \t]*)\r?\n/m)
    .map((text) => text.trim())
    .filter((text) => text !== '')
