/** The log is for whoever debugs, on stderr; what happened in a run is in its journal, not here. */
import pino, { type Logger } from 'pino'

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

interface Line {
  readonly level: number
  readonly time: number
  readonly msg?: string
  readonly [key: string]: unknown
}

/** `09:00:00.123 DEBUG create network x ms=41` */
export const pretty = (json: string): string => {
  const { level, time, msg = '', pid: _, hostname: __, ...rest } = JSON.parse(json) as Line
  const label = (pino.levels.labels[level] ?? String(level)).toUpperCase().padEnd(5)
  const facts = Object.entries(rest).map(([key, value]) => ` ${key}=${text(value)}`)
  return `${new Date(time).toISOString().slice(11, 23)} ${label} ${msg}${facts.join('')}\n`
}

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** Lines for people on a terminal, JSON for everything else. */
const stderr = {
  write: (line: string) => void process.stderr.write(process.stderr.isTTY ? pretty(line) : line),
}

export const log: Logger = pino({ level: 'warn' }, stderr)

export const setLogLevel = (level: LogLevel): void => {
  log.level = level
}
