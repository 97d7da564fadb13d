import { count, find } from './answer.ts'
import { asPathText } from './as-path-text.ts'
import type { Dut, TableReader } from './dut.ts'
import { configText, imageFiles } from './files.ts'

const CONFIG = '/etc/bird/dut.conf'
const SOCKET = '/run/bird.ctl'

/** BIRD 2 and BIRD 3: the same configuration and questions; the answers differ in the names of attributes. */
export const birdFamily = (name: string, summary: string): Dut =>
  Object.freeze({
    name,
    summary,
    processes: ['bird'],
    capabilities: [],
    image: (read) => imageFiles(name, read),
    configPath: CONFIG,
    // No kernel protocol in it: nothing goes into a kernel.
    config: (setup, read) => configText('bird/dut.conf.hbs', setup, read),
    start: () => ['bird', '-f', '-c', CONFIG, '-s', SOCKET],
    ask: {
      version: {
        argv: birdc('show status'),
        read: (output) => find('show status', output, /^BIRD (\d[\w.]*)/m),
      },
      established: {
        argv: birdc('show protocols'),
        read: (output) => count(output, /^\S+ +BGP .* Established *$/gm),
      },
      prefixes: {
        argv: birdc('show route count table master4'),
        read: (output) =>
          Number(find('show route count', output, /routes for (\d+) networks in table master4/)),
      },
      table: { argv: birdc('show route primary all table master4'), reader },
    },
  } satisfies Dut)

const birdc = (question: string): [string, ...string[]] => ['birdc', '-s', SOCKET, question]

/** A prefix begins a line; its attributes are on the indented lines below it. */
const reader = (): TableReader => {
  let prefix: string | undefined
  return (line) => {
    prefix = /^([0-9.]+\/\d+) /.exec(line)?.[1] ?? prefix
    const path = /^\t(?:BGP\.as_path|bgp_path):(.*)$/.exec(line)?.[1]
    return prefix === undefined || path === undefined
      ? undefined
      : { prefix, asPath: asPathText(path) }
  }
}
