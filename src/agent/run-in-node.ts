import { type ChildProcess, spawn } from 'node:child_process'
import type { RunResult } from './protocol.ts'

const TIMEOUT_MS = 5000

/** Runs a program inside a container, with all its namespaces, 5 to 10 times faster than an engine exec. */
export const runInNode = (pid: number, argv: readonly string[]): Promise<RunResult> =>
  runProgram(['nsenter', '-t', String(pid), '-m', '-u', '-i', '-n', '-p', '--', ...argv])

/** Runs a program to its end, or for `timeoutMs`: a router that is frozen answers nobody. */
export const runProgram = (
  [file = '', ...argv]: readonly string[],
  timeoutMs: number = TIMEOUT_MS,
): Promise<RunResult> =>
  new Promise((resolve) => {
    // A process group of its own: in a pid namespace nsenter waits for a child, which must go too.
    const child = spawn(file, argv, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
    const text = { stdout: '', stderr: '' }
    const late = setTimeout(() => {
      killGroup(child)
      resolve({ status: 124, ...text, stderr: `no answer within ${timeoutMs} ms` })
    }, timeoutMs)
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text.stdout += part
    })
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      text.stderr += part
    })
    child.on('error', (error) => {
      clearTimeout(late)
      resolve({ status: 127, ...text, stderr: error.message })
    })
    child.on('close', (status) => {
      clearTimeout(late)
      resolve({ status: status ?? 124, ...text })
    })
  })

const killGroup = ({ pid }: ChildProcess): void => {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL')
  } catch {
    // It ended at this very moment.
  }
}
