/** What the kernel says of interfaces and of OSPF's routes, from one long-lived `ip monitor`. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { log } from './log.ts'

export interface NetworkEvents {
  link(device: string, up: boolean): void
  /** Some route of OSPF changed. */
  interior(): void
}

export const watchNetwork = (events: NetworkEvents): { close(): void } => {
  const child: ChildProcess = spawn('ip', ['-o', 'monitor', 'link', 'route'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  child.on('error', (error) => log(`cannot watch the network: ${error.message}`))
  if (child.stdout)
    createInterface({ input: child.stdout }).on('line', (line) => tell(line, events))
  return { close: () => child.kill() }
}

/** `2: eth0@if7: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 ...` */
const LINK = /^(?:Deleted )?\d+: ([^:@\s]+)(?:@[^:]+)?: <([^>]*)>/

const tell = (line: string, events: NetworkEvents): void => {
  const [, device, flags] = LINK.exec(line) ?? []
  if (device && flags !== undefined)
    events.link(device, !line.startsWith('Deleted') && flags.split(',').includes('LOWER_UP'))
  else if (/ proto ospf\b/.test(line)) events.interior()
}

const run = promisify(execFile)

/** The interface of each of this machine's addresses. */
export const deviceOfAddress = async (): Promise<ReadonlyMap<string, string>> => {
  const { stdout } = await run('ip', ['-j', 'addr'])
  const interfaces = JSON.parse(stdout) as readonly Interface[]
  return new Map(
    interfaces.flatMap(({ ifname, addr_info = [] }) =>
      addr_info.map(({ local }) => [local, ifname] as const),
    ),
  )
}

interface Interface {
  readonly ifname: string
  readonly addr_info?: readonly { readonly local: string }[]
}
