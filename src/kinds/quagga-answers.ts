/** Reads what Quagga says about its BGP: tables for the eye, in fixed columns that wrap when too narrow. */
import type { RouteReport, SessionReport } from '../model/testbed.ts'
import type { Family } from '../model/topology.ts'
import { rfcState, unreadable } from './vtysh.ts'

export const summaryCommand = (family: Family): string => `show bgp ${family} unicast summary`
export const tableCommand = (family: Family): string => `show bgp ${family} unicast`

interface Row {
  readonly peer: string
  /** The last column: a state, or the number of prefixes of an established session. */
  readonly last: string
}

/** The neighbours of one family. */
export const readSessions = (output: string): readonly SessionReport[] =>
  summaryRows(output).map(({ peer, last }) => {
    const established = /^\d+$/.test(last)
    return {
      peerAddress: peer,
      state: established ? 'Established' : rfcState(last),
      prefixesReceived: established ? Number(last) : 0,
    }
  })

/** Is the neighbour administratively down? From a summary. */
export const readShutDown = (output: string, peerAddress: string): boolean =>
  summaryRows(output).some(({ peer, last }) => peer === peerAddress && last === 'Idle (Admin)')

/** The best path of every prefix. */
export const readRoutes = (output: string): readonly RouteReport[] => {
  if (/No BGP (prefixes|network)/.test(output)) return []
  const [header, ...lines] = tableAfter(/^ +Network +Next Hop/, output, 'show bgp')
  const columns = {
    metric: (header as string).indexOf('Next Hop') + NEXT_HOP_WIDTH,
    path: (header as string).indexOf('Path'),
  }
  let prefix = ''
  return recordsIn(lines).flatMap((record) => {
    const row = readRow(record, columns)
    prefix = row.network ? withLength(row.network) : prefix
    return row.best ? [{ prefix, nextHop: row.nextHop, asPath: row.asPath }] : []
  })
}

/** Does the router originate the prefix itself? From `show bgp FAMILY unicast PREFIX`. */
export const readOriginated = (output: string): boolean => {
  if (/% Network not in table/.test(output)) return false
  if (!/^BGP routing table entry for/m.test(output)) throw unreadable('show bgp PREFIX', output)
  return /\bsourced\b/.test(output)
}

export const readVersion = (output: string): string => {
  const found = /^Quagga (\S+)/m.exec(output)?.[1]
  if (!found) throw unreadable('show version', output)
  return found
}

const NEXT_HOP_WIDTH = 16
/** Neighbor V AS MsgRcvd MsgSent TblVer InQ OutQ Up/Down, then the rest. */
const COLUMNS_BEFORE_STATE = 9

const summaryRows = (output: string): Row[] => {
  if (/No IPv[46] neighbor is configured/.test(output)) return []
  const [, ...lines] = tableAfter(/^Neighbor +V +AS/, output, 'show bgp summary')
  return joinWrapped(lines).map((line) => {
    const columns = line.trim().split(/\s+/)
    return {
      peer: columns[0] as string,
      last: columns.slice(COLUMNS_BEFORE_STATE).join(' '),
    }
  })
}

/** The header and the lines up to the next empty one. */
const tableAfter = (header: RegExp, output: string, asked: string): string[] => {
  const lines = output.split(/\r?\n/)
  const first = lines.findIndex((line) => header.test(line))
  if (first < 0) throw unreadable(asked, output)
  const table = lines.slice(first)
  const end = table.findIndex((line) => line.trim() === '')
  return end < 0 ? table : table.slice(0, end)
}

/** A neighbour too long for its column has the rest of its row on the next line. */
const joinWrapped = (lines: readonly string[]): string[] =>
  lines.join('\n').replace(/\n +/g, ' ').split('\n').filter(Boolean)

/** The lines of each path: a path begins with status codes in the first three columns. */
const recordsIn = (lines: readonly string[]): string[][] => {
  const records: string[][] = []
  for (const line of lines) {
    if (line.slice(0, 3).trim() === '') records.at(-1)?.push(line)
    else records.push([line])
  }
  return records
}

const readRow = (record: readonly string[], columns: { metric: number; path: number }) => {
  const last = record.at(-1) as string
  const status = (record[0] as string).slice(0, 3)
  // Metric, preference and weight stand to the right of this column, on the last line of the record.
  const left = [...record.slice(0, -1), last.slice(0, columns.metric)].join(' ').slice(3)
  const words = left.trim().split(/\s+/)
  return {
    best: status.includes('>'),
    // A further path of the same prefix leaves the column empty.
    network: left.startsWith(' ') ? '' : (words[0] as string),
    nextHop: words.at(-1) as string,
    asPath: (last.slice(columns.path).match(/\d+/g) ?? []).map(Number),
  }
}

/** Quagga leaves the length out where it is that of the address's old class. */
const withLength = (network: string): string => {
  if (network.includes('/')) return network
  const first = Number(network.split('.')[0])
  if (network === '0.0.0.0') return '0.0.0.0/0'
  return `${network}/${first < 128 ? 8 : first < 192 ? 16 : 24}`
}
