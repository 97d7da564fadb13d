/** One flood from its configuration to an exit status, with the engine of this process. */
import { randomUUID } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { FloodConfig } from '../flood/config.ts'
import type { FloodListener } from '../flood/events.ts'
import { hostOf } from '../flood/host.ts'
import { perform, type Tools } from '../flood/perform.ts'
import type { FloodRecord } from '../flood/record.ts'
import type { Engine, FloodSetup, SessionUp } from '../flood/types.ts'
import { watchUsage } from '../flood/usage.ts'
import { EXIT, explain, InputError } from '../lib/errors.ts'
import type { Context } from './context.ts'
import { processesOf } from './flood-processes.ts'
import { recordSinks } from './flood-results.ts'
import { screen } from './flood-screen.ts'
import { floodTable } from './flood-table.ts'
import { packageVersion } from './version.ts'

export interface RunOptions {
  /** JSON lines of everything instead of tables. */
  readonly events: boolean
  /** Where the sessions come from: this process when absent. */
  readonly makeEngine?: (setup: FloodSetup) => Engine
}

export const runFlood = async (
  context: Context,
  config: FloodConfig,
  { events, makeEngine }: RunOptions,
): Promise<number> => {
  const { dut } = config.parameters
  const pids = dut === undefined ? undefined : await processesOf(dut)
  const sinks = recordSinks(config)
  const load = fileLoader(config)
  // Only a flood needs the engine: other commands start without it.
  const make = makeEngine ?? (await import('../flood/engine.ts')).createEngine
  await using engine = make(config.setup)
  const record = await perform(config, {
    engine,
    host: hostOf(packageVersion()),
    test: randomUUID(),
    signal: context.signal,
    ...(load ? { load } : {}),
    ...(pids ? { watch: () => watchUsage(pids) } : {}),
    pause: async (ms) => void (await setTimeout(ms, undefined, { signal: context.signal })),
    listen: events ? lines : screen(context),
  })
  report(context, record, events)
  return keep(context, record, sinks)
}

/** Reads the file when the sessions stand; that it can be opened is looked at before. */
const fileLoader = ({ mode, parameters }: FloodConfig): Tools['load'] => {
  const { file, format } = parameters
  if (mode.name !== 'file' || file === undefined) return undefined
  requireReadable(file)
  return async (sessions) => {
    const { loadStream } = await import('../flood/files/load-stream.ts')
    const source = sessions.find(({ role }) => role === 'source')
    const stream = await loadStream(file, {
      ...(format === 'auto' ? {} : { format }),
      ...(source ? { source: senderOf(source) } : {}),
    })
    return { stream, problems: stream.problems }
  }
}

const senderOf = ({ peer, internal }: SessionUp) => ({
  asn: peer.asn,
  address: peer.local,
  internal,
})

const requireReadable = (file: string): void => {
  try {
    accessSync(file, constants.R_OK)
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new InputError(`--file ${file}: ${code === 'ENOENT' ? 'there is no such file' : message}`)
  }
}

const lines: FloodListener = (event) => void process.stdout.write(`${JSON.stringify(event)}\n`)

const report = (context: Context, record: FloodRecord, events: boolean): void => {
  if (!events) context.print(context.options.json ? JSON.stringify(record) : floodTable(record))
  if (record.reason !== null) context.note(record.reason)
}

/** A record that could not be kept is a failure of the machine, and spoils no other record. */
const keep = async (
  { note }: Context,
  record: FloodRecord,
  sinks: ReturnType<typeof recordSinks>,
): Promise<number> => {
  let failed = false
  for (const sink of sinks) {
    try {
      await sink(record)
    } catch (error) {
      note(explain(error))
      failed = true
    }
  }
  const { exitStatus } = record
  return failed && exitStatus < EXIT.environment ? EXIT.environment : exitStatus
}
