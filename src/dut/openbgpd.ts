import { count, find } from './answer.ts'
import { asPathText } from './as-path-text.ts'
import type { Dut, TableReader } from './dut.ts'
import { configText, imageFiles } from './files.ts'

const CONFIG = '/etc/openbgpd/dut.conf'
const SOCKET = '/run/openbgpd/dut.sock'

/** Parent, session engine, route decision engine and RTR engine: four processes of one name. */
export const openbgpd: Dut = Object.freeze({
  name: 'openbgpd',
  summary: 'OpenBGPD, portable',
  processes: ['bgpd'],
  capabilities: [],
  image: (read) => imageFiles('openbgpd', read),
  configPath: CONFIG,
  config: (setup, read) => configText('openbgpd/dut.conf.hbs', setup, read),
  start: () => ['bgpd', '-d', '-f', CONFIG],
  ask: {
    version: {
      // It says so on its error output.
      argv: ['sh', '-c', 'bgpd -V 2>&1'],
      read: (output) => find('bgpd -V', output, /OpenBGPD (\d\S*)/),
    },
    established: {
      argv: bgpctl('-j', 'show'),
      read: (output) => count(output, /"state": "Established"/g),
    },
    prefixes: {
      argv: bgpctl('-j', 'show', 'rib', 'memory'),
      // Without any route the line is not there.
      read: (output) => Number(/"IPv4 unicast": \{ "count": (\d+)/.exec(output)?.[1] ?? '0'),
    },
    table: { argv: bgpctl('show', 'rib', 'selected'), reader: () => readRow },
  },
} satisfies Dut)

function bgpctl(...words: string[]): [string, ...string[]] {
  return ['bgpctl', '-s', SOCKET, ...words]
}

/** Flags, validation, prefix, gateway, preference, MED, path, origin. */
const readRow: TableReader = (line) => {
  const found = /^\S*>\S* +\S+ +([0-9.]+\/\d+) +\S+ +\d+ +\d+ (.*?) *[ie?]\s*$/.exec(line)
  return found ? { prefix: found[1] as string, asPath: asPathText(found[2] as string) } : undefined
}
