/** A lab of one test: driven through the command line, as its users do, and removed at the end whatever happens. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url))

export interface Ended {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** A chaoslemur that runs. */
export interface Running {
  readonly child: ChildProcess
  readonly ended: Promise<Ended>
  /** All that it said until now, both streams. */
  said(): string
  /** Resolves when it said this; fails when it ends before, or after `patienceMs`. */
  says(pattern: RegExp, patienceMs?: number): Promise<void>
}

export interface StartOptions {
  readonly cwd?: string
  readonly input?: string
}

export const start = (args: readonly string[], { cwd, input }: StartOptions = {}): Running => {
  const child = spawn(process.execPath, [MAIN, ...args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // What is tested here must hold on a busy machine too; its figures are not looked at. A plan that says
    // otherwise has the last word.
    env: { ...process.env, CHAOSLEMUR_CONTENTION: 'warn' },
    ...(cwd ? { cwd } : {}),
  })
  const text = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    text.stdout += part
  })
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    text.stderr += part
  })
  child.stdin.on('error', () => undefined).end(input ?? '')
  const ended = once(child, 'close').then(([status]) => ({ status, ...text }) as Ended)
  const said = () => text.stdout + text.stderr
  return { child, ended, said, says: (pattern, ms) => saysWithin(child, said, pattern, ms) }
}

/** Runs chaoslemur to its end. */
export const chaoslemur = (...args: readonly string[]): Promise<Ended> => start(args).ended

/** Like `chaoslemur`, but a failure of the command is a failure of the test. */
export const mustRun = async (...args: readonly string[]): Promise<string> => {
  const { status, stdout, stderr } = await chaoslemur(...args)
  if (status !== 0) throw new Error(`chaoslemur ${args.join(' ')}: ${status}\n${stdout}${stderr}`)
  return stdout
}

/** A folder that goes with the test. */
export const folderOf = (context: TestContext): string => {
  const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-test-'))
  context.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Writes a topology, brings it up, and takes it down with the test. Gives the path of its file. */
export const bringUp = async (context: TestContext, lab: string, text: string): Promise<string> => {
  const path = join(folderOf(context), `${lab}.yaml`)
  writeFileSync(path, text)
  removeAfter(context, lab)
  await mustRun('up', path)
  return path
}

export const removeAfter = (context: TestContext, lab: string): void =>
  context.after(async () => {
    await mustRun('down', lab, '--images')
  })

/** Asks until the answer is there; the last one when it never is. */
export const until = async <Answer>(
  ask: () => Promise<Answer>,
  good: (answer: Answer) => boolean,
  { patienceMs = 30_000, pauseMs = 50 } = {},
): Promise<Answer> => {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const answer = await ask()
    if (good(answer) || performance.now() > deadline) return answer
    await sleep(pauseMs)
  }
}

const saysWithin = async (
  child: ChildProcess,
  said: () => string,
  pattern: RegExp,
  patienceMs = 30_000,
): Promise<void> => {
  const over = () => child.exitCode !== null || child.signalCode !== null
  const done = await until(
    async () => pattern.test(said()) || over(),
    (stop) => stop,
    { patienceMs, pauseMs: 10 },
  )
  if (pattern.test(said())) return
  throw new Error(`${done ? 'it ended' : 'no time left'} without ${pattern}:\n${said()}`)
}
