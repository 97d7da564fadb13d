/**
 * kakapo as a program under measurement: started with its environment, its figures read from what it
 * prints. Nothing of it is part of this repository; the bench is given the paths of its programs.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { peakMemoryMb } from './flood-link.ts'

export type Environment = Readonly<Record<string, string | number>>

export interface Outcome {
  /** Milliseconds of each cycle, or messages a second of a rate test. */
  readonly figures: readonly number[]
  readonly peakMb: number
  readonly tookMs: number
}

/** kakapo takes SIGTERM for nothing while it is in a burst. */
const LIMIT_MS = 120_000

const PATTERNS = {
  single: /single_peer_burst_test total elapsed time ([\d.]+) count/g,
  multi: /multi_peer_burst_test\(\d+\) complete: elapsed time ([\d.]+)/g,
  file: /file_test complete: elapsed time ([\d.]+)/g,
  rate: /rate_test\(\d+\/\d+\) transmit complete: elapsed time [\d.]+, rate (\d+) msgs/g,
} as const

/** Times in seconds become milliseconds; rates stay as they are. `program`: with what runs it, if so. */
export const runKakapo = async (
  program: string | readonly string[],
  peers: readonly string[],
  environment: Environment,
  what: keyof typeof PATTERNS,
): Promise<Outcome> => {
  const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-bench-'))
  const beganAt = performance.now()
  try {
    const env = { ...process.env, ...strings(environment) }
    const [command = '', ...before] = [program].flat()
    const child = spawn(command, [...before, ...peers], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const { text, peakMb } = await outputOf(child)
    const found = [...text.matchAll(PATTERNS[what])].map(([, figure]) => Number(figure))
    const figures = what === 'rate' ? found : found.map((seconds) => seconds * 1000)
    return { figures, peakMb, tookMs: performance.now() - beganAt }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const strings = (environment: Environment): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, String(value)]))

const outputOf = async (
  child: ChildProcess,
): Promise<{ readonly text: string; readonly peakMb: number }> => {
  let text = ''
  let peakMb = 0
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => {
      text += chunk
      peakMb = Math.max(peakMb, memoryMb(child.pid))
    })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
  await gone
  clearTimeout(limit)
  return { text, peakMb }
}

const memoryMb = (pid: number | undefined): number => {
  try {
    return peakMemoryMb(pid ?? 0)
  } catch {
    return 0
  }
}

/** Its own relay: a fresh one for each run. The sink is the peer with that address. */
export const startOpponentRelay = async (program: string | readonly string[], sink: string) => {
  const [command = '', ...before] = [program].flat()
  const child = spawn(command, [...before, '127.0.0.1', sink], { stdio: 'ignore' })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await sleep(RELAY_READY_MS)
  return {
    pid: child.pid ?? 0,
    end: async () => {
      child.kill('SIGKILL')
      await gone
    },
  }
}

/** It says nothing when it listens. */
const RELAY_READY_MS = 300
