import { BackendError } from '../lib/errors.ts'
import type { FloodRecord } from './record.ts'

const TIME_LIMIT_MS = 10_000

/** Posts the record as JSON; anything but an answer of 200 to 299 in time is a BackendError. */
export const postRecord = async (
  url: string,
  record: FloodRecord,
  timeLimitMs = TIME_LIMIT_MS,
): Promise<void> => {
  const status = await post(url, JSON.stringify(record), timeLimitMs)
  if (status < 200 || status > 299)
    throw new BackendError(`${url} answered ${status}: the record was not taken`, { hint: HINT })
}

const HINT = 'the record is on standard output with --json, and in the file of --record'

const post = async (url: string, body: string, timeLimitMs: number): Promise<number> => {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(timeLimitMs),
    })
    await response.body?.cancel()
    return response.status
  } catch (error) {
    throw new BackendError(`the record could not be posted to ${url}`, {
      cause: reasonOf(error, timeLimitMs),
      hint: HINT,
    })
  }
}

/** `fetch failed` says nothing: the reason is one level below. */
const reasonOf = (error: unknown, timeLimitMs: number): string => {
  const { name, message, cause } = error as Error
  if (name === 'TimeoutError') return `no answer within ${timeLimitMs} ms`
  const code = (cause as NodeJS.ErrnoException | undefined)?.code
  if (code === 'ECONNREFUSED') return 'connection refused'
  return (cause instanceof Error && cause.message) || code || message
}
