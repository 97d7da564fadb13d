import { isIP } from 'node:net'
import type { Command } from 'commander'
import type { PortCounts } from '../flood/relay/counts.ts'
import { type RelayOptions, type RelayPort, startRelay } from '../flood/relay/relay.ts'
import { InputError } from '../lib/errors.ts'
import { renderTable } from '../lib/table.ts'
import { type Context, show } from './context.ts'
import type { Run } from './run-type.ts'

interface Options {
  readonly sink?: string
  readonly connect?: boolean
  readonly once?: boolean
}

export const relay = (program: Command, run: Run): void => {
  program
    .command('relay')
    .description('passes BGP on without a router between, to calibrate source and sink')
    .argument('<left>', 'ADDRESS or ADDRESS:PORT (default 179) to listen on, or to connect to')
    .argument('[right]', 'the second port; without it both peers come to the first one')
    .option('--sink <address>', 'send the UPDATEs of all other peers to this one')
    .option('--connect', 'connect to both instead of listening')
    .option('--once', 'end when all peers that came are gone')
    .action(run(runRelay))
}

const runRelay = async (
  context: Context,
  left: string,
  right: string | undefined,
  options: Options,
): Promise<void> => {
  const chosen = relayOptions(left, right, options)
  if (context.options.dryRun) return show(context, chosen, () => JSON.stringify(chosen))
  const gone: PortCounts[] = []
  let here = 0
  let end: () => void = () => {}
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  context.signal.addEventListener('abort', () => end(), { once: true })
  const relay = await startRelay(chosen, {
    joined: (peer, role) => {
      here += 1
      context.note(`${peer} came${role === 'peer' ? '' : `: ${role}`}`)
    },
    left: (counts, problem) => {
      here -= 1
      gone.push(counts)
      context.note(`${counts.peer} left${problem ? `: ${problem}` : ''}`)
      if (options.once && here === 0) end()
    },
  })
  for (const { address, port } of relay.ports) context.note(`listening on ${address}:${port}`)
  await ended
  await relay.close()
  show(context, gone, () => countsTable(gone))
}

const relayOptions = (left: string, right: string | undefined, options: Options): RelayOptions => {
  const problems = [
    options.sink !== undefined && right !== undefined && '--sink: all peers come to one port',
    options.sink !== undefined && options.connect && '--sink and --connect exclude each other',
    options.sink !== undefined && isIP(options.sink) === 0 && `--sink ${options.sink}: no address`,
    options.connect && right === undefined && '--connect: two peers to connect to',
  ].filter((text) => typeof text === 'string')
  if (problems.length > 0) throw new InputError(problems)
  const ports = [portOf(left), portOf(right ?? left)] as const
  if (options.sink !== undefined) return { mode: 'hub', listen: ports[0], sink: options.sink }
  return options.connect ? { mode: 'pair', connect: ports } : { mode: 'pair', listen: ports }
}

const BGP_PORT = 179

/** `192.0.2.1`, `192.0.2.1:1179`, `2001:2::1`, `[2001:2::1]:1179`. */
const portOf = (text: string): RelayPort => {
  if (isIP(text) !== 0) return { address: text, port: BGP_PORT }
  const [, bracketed, plain, digits] = /^(?:\[([^\]]+)\]|([^:]+)):(\d+)$/.exec(text) ?? []
  const address = bracketed ?? plain ?? ''
  const port = Number(digits)
  if (isIP(address) !== 0 && port <= 65_535) return { address, port }
  throw new InputError(`${JSON.stringify(text)} is neither ADDRESS nor ADDRESS:PORT`, {
    hint: '192.0.2.1, 192.0.2.1:1179, [2001:2::1]:1179',
  })
}

const countsTable = (counts: readonly PortCounts[]): string =>
  renderTable(
    TITLES.map((title, index) => ({ title, align: index < 2 ? 'left' : 'right' })),
    counts.map((one) => [
      one.peer,
      one.role,
      ...[one.octets, one.opens, one.updates, one.notifications, one.keepalives].map(String),
    ]),
  )

const TITLES = ['PEER', 'ROLE', 'OCTETS', 'OPEN', 'UPDATE', 'NOTIFICATION', 'KEEPALIVE']
