import { unreadable } from './answer.ts'
import { asPathText } from './as-path-text.ts'
import type { Dut, TableReader } from './dut.ts'
import { configText, imageFiles } from './files.ts'

const CONFIG = '/etc/frr/dut.conf'

/** FRRouting's bgpd alone: no zebra, so nobody puts routes into a kernel. */
export const frr: Dut = Object.freeze({
  name: 'frr',
  summary: 'FRRouting bgpd',
  processes: ['bgpd'],
  capabilities: [],
  image: (read) => imageFiles('frr', read),
  configPath: CONFIG,
  config: (setup, read) => configText('frr/dut.conf.hbs', setup, read),
  start: ({ address }) => [
    '/usr/lib/frr/bgpd',
    // No kernel, no zebra, and no change of user.
    ...['--no_kernel', '--no_zebra', '--skip_runas', '--listenon', address],
    ...['--bgp_port', '179', '--config_file', CONFIG, '--log', 'stdout'],
  ],
  ask: {
    version: {
      argv: vtysh('show version'),
      read: (output) => /^FRRouting (\S+)/m.exec(output)?.[1] ?? fail('show version', output),
    },
    established: {
      argv: vtysh('show bgp ipv4 unicast summary json'),
      read: (output) => {
        const { peers = {} } = parse<Summary>('show bgp summary', output)
        return Object.values(peers).filter(({ state }) => state === 'Established').length
      },
    },
    prefixes: {
      argv: vtysh('show bgp ipv4 unicast statistics json'),
      read: (output) => {
        const { ipv4Unicast } = parse<Statistics>('show bgp statistics', output)
        return ipv4Unicast?.[0]?.totalPrefixes ?? fail('show bgp statistics', output)
      },
    },
    table: { argv: vtysh('show bgp ipv4 unicast json'), reader: () => readRow },
  },
} satisfies Dut)

interface Summary {
  readonly peers?: Readonly<Record<string, { readonly state?: string }>>
}

interface Statistics {
  readonly ipv4Unicast?: readonly { readonly totalPrefixes?: number }[]
}

interface Path {
  readonly bestpath?: boolean
  readonly path?: string
}

function vtysh(question: string): [string, ...string[]] {
  return ['vtysh', '-c', question]
}

const parse = <Shape>(what: string, output: string): Shape => {
  try {
    return JSON.parse(output) as Shape
  } catch {
    throw unreadable(what, output)
  }
}

const fail = (what: string, output: string): never => {
  throw unreadable(what, output)
}

/** One prefix a line, `"192.0.2.0/24": [{...}]`, behind a comma or the key of the object. */
const readRow: TableReader = (line) => {
  const row = /(?:^,|"routes": \{ )("[0-9.]+\/\d+": \[.*\])\s*$/.exec(line)?.[1]
  if (row === undefined) return undefined
  const entry = Object.entries(JSON.parse(`{${row}}`) as Record<string, readonly Path[]>)[0]
  const best = entry?.[1].find(({ bestpath }) => bestpath)
  return entry && best && { prefix: entry[0], asPath: asPathText(best.path ?? '') }
}
