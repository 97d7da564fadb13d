/** `chaoslemur flood` as a user runs it, in a folder of its own, against a device of the test. */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { FloodEvent } from '../../src/flood/events.ts'
import type { FloodRecord } from '../../src/flood/record.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { SINK_ADDRESS } from './flood-device.ts'

export interface Flooded {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The device is its iBGP peer for the sources, and an eBGP peer for the sink. */
export const peersOf = (port: number, sources = 1): readonly string[] => [
  `127.0.0.1,${SINK_ADDRESS},64505,${port}`,
  ...Array.from({ length: sources }, (_, i) => `127.0.0.1,127.0.0.${i + 3},64504,${port}`),
]

/** Small and without pauses. */
export const QUICK = ['--table', '200', '--repeat', '3', '--repeat-delay', '0s']

export interface Under {
  readonly cwd?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly input?: string
  /** Called with the process, and with its events when `--events` is among the arguments. */
  started?(child: ChildProcess): void
  onEvent?(event: FloodEvent, child: ChildProcess): void
}

export const flood = (args: readonly string[], under: Under = {}): Promise<Flooded> =>
  new Promise((resolve) => {
    const program = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))
    const child = spawn(process.execPath, [program, 'flood', ...args], {
      cwd: under.cwd ?? packageRoot(),
      env: { ...process.env, CHAOSLEMUR_ROOT: packageRoot(), ...under.environment },
    })
    under.started?.(child)
    let [stdout, stderr, seen] = ['', '', 0]
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text
    })
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text
      if (!under.onEvent) return
      const lines = stdout.slice(seen).split('\n').slice(0, -1)
      for (const line of lines) {
        seen += line.length + 1
        under.onEvent(JSON.parse(line) as FloodEvent, child)
      }
    })
    child.on('close', (status) => resolve({ status, stdout, stderr }))
    child.stdin.end(under.input ?? '')
  })

export const recordOf = ({ stdout }: Flooded): FloodRecord => JSON.parse(stdout) as FloodRecord

/** A folder that is gone after `use`. */
export const inFolder = async (use: (folder: string) => Promise<void>): Promise<void> => {
  const folder = mkdtempSync(join(tmpdir(), 'flood-'))
  try {
    await use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
