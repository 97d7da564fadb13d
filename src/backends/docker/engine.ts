/** The only door to dockerode. Every call goes through `call`, which says what was tried on what when it fails. */
import { createRequire } from 'node:module'
import type Docker from 'dockerode'
import { BackendError } from '../../lib/errors.ts'
import { log } from '../../lib/log.ts'

export type Engine = Docker

/**
 * Docker's own variables (DOCKER_HOST ...) are honoured by the library. It is loaded here, where an engine is
 * wanted: with all that it needs it is a fifth of the time in which a command starts.
 */
export const connect = (): Engine => {
  const Library = createRequire(import.meta.url)('dockerode') as typeof Docker
  return new Library()
}

export const call = async <T>(what: string, fn: () => Promise<T>): Promise<T> => {
  const startedAt = performance.now()
  try {
    const result = await fn()
    log.debug({ ms: Math.round(performance.now() - startedAt) }, what)
    return result
  } catch (cause) {
    throw toBackendError(what, cause)
  }
}

/** The engine's version, or an error that says what to install or start. */
export const requireEngine = async (engine: Engine): Promise<string> => {
  const { Version } = await call('ask the Docker engine for its version', () => engine.version())
  return Version
}

export const statusOf = (cause: unknown): number | undefined =>
  (cause as { statusCode?: number } | undefined)?.statusCode

const toBackendError = (what: string, cause: unknown): BackendError => {
  if (cause instanceof BackendError) return cause
  const code = (cause as { code?: string }).code ?? ''
  const unreachable = ['ENOENT', 'ECONNREFUSED', 'EACCES', 'ECONNRESET', 'ENOTFOUND'].includes(code)
  if (!unreachable) return new BackendError(`could not ${what}`, { cause })
  return new BackendError(`no Docker engine answers (could not ${what})`, {
    cause,
    hint:
      code === 'EACCES'
        ? 'add your user to the group docker, or run as root'
        : 'start Docker, or run docker/install-engine.sh on a Debian machine; DOCKER_HOST names another engine',
  })
}
