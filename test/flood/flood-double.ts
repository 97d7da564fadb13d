/** A test of a mode without a network: the real sequence, steps and records on a recording engine. */
import { configOf, type FloodConfig } from '../../src/flood/config.ts'
import type { FloodEvent } from '../../src/flood/events.ts'
import type { Environment } from '../../src/flood/parameters/read.ts'
import { perform } from '../../src/flood/perform.ts'
import type { FloodRecord } from '../../src/flood/record.ts'
import type { EncodedStream } from '../../src/flood/types.ts'
import { RecordingEngine, type Script } from './recording-engine.ts'

export const SINK = '192.0.2.1,192.0.2.9,64505'
export const SOURCES = ['192.0.2.1,192.0.2.10,64504', '192.0.2.1,192.0.2.11,64504']

export const config = (
  values: Readonly<Record<string, unknown>>,
  environment: Environment = {},
  peers: readonly string[] = [SINK, ...SOURCES],
): FloodConfig => configOf({ peers, parameters: { as: 'flags', values } }, environment)

export const FILE: EncodedStream = {
  type: 'encoded',
  bytes: new SharedArrayBuffer(64),
  messages: 1,
  updates: 1,
  announced: 1,
  withdrawn: 0,
}

export const HOST = {
  name: 'bench',
  cpus: 2,
  cpu: 'a processor',
  memoryBytes: 1,
  versions: { chaoslemur: '0.0.0', node: '20.0.0', kernel: 'Linux 6.1' },
}

export interface Performed {
  readonly record: FloodRecord
  readonly events: readonly FloodEvent[]
  readonly engine: RecordingEngine
  /** What the engine was asked, with the pauses in between. */
  readonly calls: readonly string[]
}

export const performed = async (
  flood: FloodConfig,
  script: Script = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<Performed> => {
  const events: FloodEvent[] = []
  const engine = new RecordingEngine(flood.setup, script)
  const record = await perform(flood, {
    engine,
    signal,
    host: HOST,
    test: '00000000-0000-4000-8000-000000000000',
    ...(flood.mode.name === 'file'
      ? { load: async () => ({ stream: FILE, problems: ['line 3: no prefix'] }) }
      : {}),
    pause: async (ms) => void engine.calls.push(`pause ${ms}`),
    listen: (event) => events.push(event),
  })
  return { record, events, engine, calls: engine.calls }
}
