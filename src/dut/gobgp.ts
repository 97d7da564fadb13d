import { count, find } from './answer.ts'
import { asPathText } from './as-path-text.ts'
import type { Dut, TableReader } from './dut.ts'
import { configText, imageFiles } from './files.ts'

const CONFIG = '/etc/gobgp/dut.toml'
const API = '127.0.0.1:50051'

export const gobgp: Dut = Object.freeze({
  name: 'gobgp',
  summary: 'GoBGP, without zebra',
  processes: ['gobgpd'],
  capabilities: [],
  image: (read) => imageFiles('gobgp', read),
  configPath: CONFIG,
  config: (setup, read) => configText('gobgp/dut.toml.hbs', setup, read),
  start: () => [
    'gobgpd',
    ...['--log-plain', '--log-level', 'warn', '--config-type', 'toml'],
    ...['--config-file', CONFIG, '--api-hosts', API],
  ],
  ask: {
    version: {
      argv: ['gobgpd', '--version'],
      read: (output) => find('--version', output, /version (\d\S*)/),
    },
    established: {
      argv: ['gobgp', 'neighbor'],
      read: (output) => count(output, / Establ /g),
    },
    prefixes: {
      argv: ['gobgp', 'global', 'rib', 'summary'],
      read: (output) => Number(find('rib summary', output, /Destination: (\d+)/)),
    },
    table: { argv: ['gobgp', 'global', 'rib'], reader: () => readRow },
  },
} satisfies Dut)

/** `*> 192.0.2.0/24  10.0.0.1  64501 {64502,64503}  00:00:06  [{Origin: i}]` */
const readRow: TableReader = (line) => {
  const found = /^\*>\S* +(\S+) +\S+ +(.*?) *(?:\d+d )?\d\d:\d\d:\d\d +\[/.exec(line)
  return found ? { prefix: found[1] as string, asPath: asPathText(found[2] as string) } : undefined
}
