import { spawn } from 'node:child_process'
import type { RunResult } from './protocol.ts'

const TIMEOUT_MS = 5000

/** Runs a program inside a container, with all its namespaces, 5 to 10 times faster than an engine exec. */
export const runInNode = (pid: number, argv: readonly string[]): Promise<RunResult> =>
  new Promise((resolve) => {
    const enter = ['-t', String(pid), '-m', '-u', '-i', '-n', '-p', '--', ...argv]
    const child = spawn('nsenter', enter, {
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    })
    const text = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      text.stdout += part
    })
    child.stderr.setEncoding('utf8').on('data', (part: string) => {
      text.stderr += part
    })
    child.on('error', (error) => resolve({ status: 127, ...text, stderr: error.message }))
    child.on('close', (status, killedBy) => {
      const stderr = killedBy ? `no answer within ${TIMEOUT_MS} ms` : text.stderr
      resolve({ status: status ?? 124, stdout: text.stdout, stderr })
    })
  })
