/** What the benches of the flood share: our relay as a process of its own, and an engine through it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createEngine } from '../src/flood/engine.ts'
import { plainStream } from '../src/flood/synthetic/plain-stream.ts'
import type { Engine, FloodSetup, SyntheticStream } from '../src/flood/types.ts'

export const NEVER = new AbortController().signal

export interface RelayProcess {
  readonly port: number
  readonly pid: number
  end(): Promise<void>
}

/** `chaoslemur relay` on a free port of 127.0.0.1, for a sink at 127.0.0.2. */
export const startRelayProcess = async (): Promise<RelayProcess> => {
  const main = join(fileURLToPath(new URL('.', import.meta.url)), '..', 'src', 'cli', 'main.js')
  const args = [main, 'relay', '127.0.0.1:0', '--sink', '127.0.0.2']
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  const port = await listeningPort(child)
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    port,
    pid: child.pid ?? 0,
    end: async () => {
      child.kill('SIGINT')
      await ended
    },
  }
}

const listeningPort = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    let text = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk
      const [, port] = /listening on \S+:(\d+)/.exec(text) ?? []
      if (port !== undefined) resolve(Number(port))
    })
    child.once('exit', () => reject(new Error(`the relay ended: ${text}`)))
  })

/** An engine with its sessions, from 127.0.0.2 (sink) and 127.0.0.3 and up (sources). */
export const openEngine = async (
  port: number,
  sources: number,
  more: Partial<FloodSetup> = {},
): Promise<Engine> => {
  const peer = (last: number) => ({
    remote: '127.0.0.1',
    port,
    local: `127.0.${last >> 8}.${last & 0xff}`,
    asn: 65_001,
  })
  const engine = createEngine({
    sink: peer(2),
    sources: Array.from({ length: sources }, (_, i) => peer(3 + i)),
    families: ['ipv4'],
    holdTimeS: 90,
    connectRetries: 10,
    establishTimeoutMs: 30_000,
    drain: false,
    canarySeed: '192.168.255.0',
    ...more,
  })
  await engine.establish(NEVER)
  return engine
}

/** kakapo's stream: 59 octets and 5 for each prefix, a path of its own for every update. */
export const kakapoStream = (tableSize: number, groupSize: number): SyntheticStream =>
  plainStream(tableSize, { groupSize })

/** Most memory that a process ever had, megabytes (Linux). */
export const peakMemoryMb = (pid: number | 'self'): number => {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1000
}
