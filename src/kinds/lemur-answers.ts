/** Reads what our own speaker says: JSON, and its log. */
import { z } from 'zod'
import type { LogEvent } from '../model/kind.ts'
import type { RouteReport, SessionReport } from '../model/testbed.ts'
import { rfcState, unreadable } from './vtysh.ts'

export const readLemurSessions = (output: string): readonly SessionReport[] =>
  parse(Sessions, 'sessions', output).map(({ lastReset, ...session }) => ({
    peerAddress: session.peerAddress,
    state: rfcState(session.state),
    prefixesReceived: session.prefixesReceived,
    ...(lastReset !== undefined && { lastReset }),
  }))

/** Is the neighbour administratively down? */
export const readShutDown = (output: string, peerAddress: string): boolean =>
  parse(Sessions, 'sessions', output).find((session) => session.peerAddress === peerAddress)
    ?.shutDown ?? false

export const readLemurRoutes = (output: string): readonly RouteReport[] =>
  parse(Routes, 'routes', output)

/** Does the router originate the prefix itself? */
export const readOriginates = (output: string): boolean => {
  const answer = output.trim()
  if (answer !== 'yes' && answer !== 'no') throw unreadable('lemurctl originates', output)
  return answer === 'yes'
}

export const readLemurVersion = (output: string): string => {
  const version = output.trim()
  if (!/^\d+\.\d+\.\d+/.test(version)) throw unreadable('lemurctl version', output)
  return version
}

/** `2026-01-01T00:00:00.000000Z session 10.0.0.1 down: Hold Timer Expired`. */
export const readLemurLog = (line: string): LogEvent | undefined => {
  const [, time, peer, change, reason = ''] = SESSION.exec(line.trimEnd()) ?? []
  if (time === undefined || peer === undefined) return undefined
  const [seconds, fraction = '0'] = time.split('.')
  return {
    at: Date.parse(`${seconds}Z`) + Number(`0.${fraction}`) * 1000,
    peer,
    up: change === 'up',
    reason,
  }
}

const SESSION =
  /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)Z session ([0-9A-Fa-f.:]+) (up|down)(?:: (.+))?$/

const Sessions = z.array(
  z.object({
    peerAddress: z.string(),
    state: z.string(),
    prefixesReceived: z.number(),
    shutDown: z.boolean(),
    lastReset: z.string().optional(),
  }),
)

const Routes = z.array(
  z.object({ prefix: z.string(), nextHop: z.string(), asPath: z.array(z.number()) }),
)

const parse = <Schema extends z.ZodType>(
  schema: Schema,
  asked: string,
  output: string,
): z.infer<Schema> => {
  try {
    return schema.parse(JSON.parse(output))
  } catch (error) {
    throw unreadable(`lemurctl ${asked}`, output, error)
  }
}
