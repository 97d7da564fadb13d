/** What every command gets: options that hold everywhere, output, and the parts that only the cli chooses. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { type DockerBackend, dockerBackend } from '../backends/docker/index.ts'
import { findKind, kindNames } from '../kinds/index.ts'
import { parseDuration } from '../lib/duration.ts'
import { InputError } from '../lib/errors.ts'
import { type LogLevel, setLogLevel } from '../lib/log.ts'
import { packageRoot } from '../lib/package-root.ts'
import type { Kind } from '../model/kind.ts'
import { readyLine } from './progress.ts'

export interface GlobalOptions {
  readonly json?: boolean
  readonly dryRun?: boolean
  readonly seed?: number
  readonly timeout?: string
  readonly backend: string
  readonly logLevel: LogLevel
}

export interface Context {
  readonly options: GlobalOptions
  /** Aborted by the first Ctrl-C or SIGTERM. */
  readonly signal: AbortSignal
  /** Data: to stdout. */
  print(text: string): void
  /** Progress, notes: to stderr. */
  note(text: string): void
}

const DEFAULT_READY_TIMEOUT_MS = 120_000

export const contextOf = (command: Command, signal: AbortSignal): Context => {
  const options = optionsOf(command)
  setLogLevel(options.logLevel)
  return {
    options,
    signal,
    print: (text) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
  }
}

/** What stands after the command's name wins over what stands before it. */
const optionsOf = (command: Command): GlobalOptions => ({
  ...(command.parent ? optionsOf(command.parent) : {}),
  ...command.opts<GlobalOptions>(),
})

/** JSON or text, as asked for. */
export const show = ({ options, print }: Context, data: unknown, text: () => string): void =>
  print(options.json ? JSON.stringify(data, null, 2) : text())

export const timeoutMsOf = ({ options }: Context): number => {
  if (options.timeout === undefined) return DEFAULT_READY_TIMEOUT_MS
  const ms = parseDuration(options.timeout)
  if (ms === undefined) {
    throw new InputError(`--timeout ${options.timeout}: not a duration`, {
      hint: 'write 90s or 2m',
    })
  }
  return ms
}

export const readTemplate = (path: string): string =>
  readFileSync(join(packageRoot(), 'templates', path), 'utf8')

export const kindOf = (name: string): Kind => {
  const kind = findKind(name)
  if (!kind) throw new InputError(`unknown kind ${name}; known: ${kindNames.join(', ')}`)
  return kind
}

/** For commands that find out only by doing it: nobody who asks to do nothing may be disappointed. */
export const refuseDryRun = ({ options }: Context, why: string): void => {
  if (options.dryRun) throw new InputError(`--dry-run: ${why}`, { hint: 'leave --dry-run out' })
}

const BACKENDS = ['docker', 'sim', 'auto']

export const checkBackend = ({ options: { backend } }: Context): void => {
  if (!BACKENDS.includes(backend))
    throw new InputError(`--backend ${backend}: known are ${BACKENDS.join(', ')}`)
}

/** The Docker backend, for what only it can do. `auto` means it here: there is nothing to choose. */
export const dockerOf = (context: Context): DockerBackend => {
  checkBackend(context)
  if (context.options.backend === 'sim')
    throw new InputError(
      '--backend sim: a simulated lab lives only as long as the command that made it',
      { hint: 'chaoslemur run PLAN --backend sim' },
    )
  return backendFor({ note: context.note, readyTimeoutMs: timeoutMsOf(context) })
}

export interface BackendParts {
  note(line: string): void
  readonly readyTimeoutMs?: number
  /** All containers are started; what follows is waiting for sessions. */
  onStarted?(): void
}

/** A Docker backend with all that only the cli knows: kinds, templates, the agent's Dockerfile. */
export const backendFor = (parts: BackendParts): DockerBackend =>
  dockerBackend({
    kinds: kindOf,
    read: readTemplate,
    agentDockerfile: readFileSync(join(packageRoot(), 'docker/agent.Dockerfile'), 'utf8'),
    onProgress: (line) => parts.note(line),
    onStarted: () => parts.onStarted?.(),
    readyTimeoutMs: parts.readyTimeoutMs ?? DEFAULT_READY_TIMEOUT_MS,
    onReady: readyLine(parts.note),
  })
