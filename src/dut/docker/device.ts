/** The container of the device under test. */
import { setTimeout as sleep } from 'node:timers/promises'
import { remove } from '../../backends/docker/containers.ts'
import { call, type Engine } from '../../backends/docker/engine.ts'
import { BackendError, TimeoutError } from '../../lib/errors.ts'
import type { ReadTemplate } from '../../model/kind.ts'
import type { Dut, DutSetup, Question, TableRow } from '../dut.ts'
import { listens } from '../listening.ts'
import { execLines, execText } from './exec.ts'
import { benchLabels } from './labels.ts'
import { putFiles } from './put-files.ts'

export interface Device {
  readonly container: string
  ask<Answer>(question: Question<Answer>): Promise<Answer>
  /** Its table, row by row. */
  table(each: (row: TableRow) => void): Promise<void>
  remove(): Promise<void>
}

export interface DeviceWanted {
  readonly bench: string
  readonly image: string
  readonly dut: Dut
  readonly setup: DutSetup
  /** Container whose PID namespace it shares. */
  readonly beside: string
  readonly cpus?: number | undefined
  readonly memoryBytes?: number | undefined
}

const LISTENS_WITHIN_MS = 60_000

/** Resolves when it listens for BGP. */
export const startDevice = async (
  engine: Engine,
  wanted: DeviceWanted,
  read: ReadTemplate,
  signal: AbortSignal,
): Promise<Device> => {
  const { dut, setup } = wanted
  const id = await create(engine, wanted)
  try {
    const config = { path: dut.configPath, content: dut.config(setup, read) }
    await putFiles(engine, id, [config])
    await call(`start ${dut.name}`, () => engine.getContainer(id).start())
    await awaitListening(engine, id, dut, signal)
  } catch (error) {
    await remove(engine, id)
    throw error
  }
  return {
    container: id,
    ask: async ({ argv, read }) => read(await execText(engine, id, argv)),
    table: (each) => askTable(engine, id, dut, each),
    remove: () => remove(engine, id),
  }
}

const create = async (engine: Engine, wanted: DeviceWanted): Promise<string> => {
  const { bench, image, dut, setup, beside, cpus, memoryBytes } = wanted
  const container = await call(`create ${dut.name}`, () =>
    engine.createContainer({
      name: `${bench}.dut`,
      Image: image,
      Cmd: [...dut.start(setup)],
      Labels: benchLabels(bench, 'dut'),
      HostConfig: {
        NetworkMode: bench,
        PidMode: `container:${beside}`,
        CapAdd: [...dut.capabilities],
        LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '1' } },
        ...(cpus === undefined ? {} : { NanoCpus: Math.round(cpus * 1e9) }),
        ...(memoryBytes === undefined ? {} : { Memory: memoryBytes, MemorySwap: memoryBytes }),
      },
      NetworkingConfig: {
        EndpointsConfig: { [bench]: { IPAMConfig: { IPv4Address: setup.address } } },
      },
    }),
  )
  return container.id
}

const awaitListening = async (
  engine: Engine,
  id: string,
  dut: Dut,
  signal: AbortSignal,
): Promise<void> => {
  for (let waitedMs = 0; waitedMs < LISTENS_WITHIN_MS; waitedMs += 100) {
    signal.throwIfAborted()
    const { State } = await call(`inspect ${dut.name}`, () => engine.getContainer(id).inspect())
    if (!State.Running) throw await ended(engine, id, dut, State.ExitCode)
    const sockets = await execText(engine, id, ['cat', '/proc/net/tcp']).catch(() => '')
    if (listens(sockets, 179)) return
    await sleep(100)
  }
  throw new TimeoutError(`${dut.name} does not listen on port 179`, {
    seen: await lastLog(engine, id),
  })
}

const ended = async (engine: Engine, id: string, dut: Dut, status: number) =>
  new BackendError(`${dut.name} ended by itself with status ${status}`, {
    output: await lastLog(engine, id),
  })

const lastLog = async (engine: Engine, id: string): Promise<readonly string[]> => {
  const options = { stdout: true, stderr: true, tail: 10 }
  const text = await call('read the log', () => engine.getContainer(id).logs(options))
  return String(text)
    .split('\n')
    .map((line) => line.replace(/[^\x20-\x7e]/g, ''))
    .filter((line) => line !== '')
}

const askTable = async (
  engine: Engine,
  id: string,
  { ask }: Dut,
  each: (row: TableRow) => void,
): Promise<void> => {
  const readRow = ask.table.reader()
  await execLines(engine, id, ask.table.argv, (line) => {
    const row = readRow(line)
    if (row) each(row)
  })
}
