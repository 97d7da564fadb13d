/** The journal as it grows, for a terminal: a line for whatever a person wants to see as it happens. */
import type { JournalEntry } from '../model/event.ts'

/**
 * One line without line feed, `  +12.3s  cut: link-down on lon--nyc`, or nothing for an event that
 * comes in masses. `zeroAt` is the clock time that counts as 0.
 */
export const progressLine = (entry: JournalEntry, zeroAt: number): string | undefined => {
  const text = textOf(entry)
  return text && `${relative(entry.at - zeroAt).padStart(8)}  ${text}`
}

/** A reader of the journal that writes lines; times count from t0, before it from the start. */
export const progressReader = (write: (line: string) => void): ((entry: JournalEntry) => void) => {
  let zeroAt: number | undefined
  return (entry) => {
    if (entry.type === 'run-started' || entry.type === 'steady-state-reached') zeroAt = entry.at
    const line = progressLine(entry, zeroAt ?? entry.at)
    if (line) write(line)
  }
}

const relative = (ms: number): string => `${ms < 0 ? '' : '+'}${(ms / 1000).toFixed(1)}s`

const textOf = (entry: JournalEntry): string | undefined => {
  switch (entry.type) {
    case 'run-started':
      return `${entry.control ? 'control run' : `run ${entry.iteration}`} of ${entry.plan}, seed ${entry.seed}, waiting for the steady state`
    case 'steady-state-reached':
      return 'steady state reached'
    case 'steady-state-failed':
      return `steady state not reached: ${some(entry.reasons)}`
    case 'fault-started':
      return `${entry.id}: ${entry.fault} on ${entry.on.join(', ')}`
    case 'fault-injected':
      return `${entry.instance}: injected in ${millis(entry.at - entry.commandedAt)}`
    case 'fault-healed':
      return `${entry.instance}: healed in ${millis(entry.at - entry.commandedAt)}${note(entry)}`
    case 'fault-unverified':
      return `${entry.instance}: ${entry.half} NOT verified: ${entry.reason}`
    case 'load-started':
      return `${entry.load}: load into ${entry.sessions[0]?.node}`
    case 'load-ended':
      return `${entry.load}: load ${entry.outcome}, ${entry.updates} UPDATEs at ${rateOf(entry)}/s${because(entry.reason ?? '')}`
    case 'settled':
      return `${entry.instance}: ${entry.half} ${entry.outcome}${note(entry)}${differing(entry.differences)}`
    case 'step-skipped':
      return `${entry.step}: skipped: ${entry.reason}`
    case 'session-changed':
      return `${entry.node}: session with ${entry.peer} ${entry.up ? 'up' : 'down'}${because(entry.reason)}`
    case 'node-changed':
      return `${entry.node}: ${entry.running ? 'running' : 'stopped'}`
    case 'observer-failed':
      return `${entry.node}: observation failed: ${entry.what}`
    case 'assertion-judged':
      return `${entry.passed ? 'passed' : 'FAILED'}: ${entry.text} (${entry.got})`
    case 'fault-late':
      return `${entry.instance}: ${millis(entry.lateMs)} late`
    case 'doubted':
      return `doubtful: ${entry.reason}`
    case 'invalidated':
      return `not trustworthy: ${entry.reason}`
    case 'run-ended':
      return `run ended: ${entry.verdict}`
    default:
      return undefined
  }
}

const rateOf = ({ updates, sendingMs }: JournalEntry & { readonly type: 'load-ended' }): number =>
  sendingMs > 0 ? Math.round((updates / sendingMs) * 1000) : 0

const millis = (ms: number): string => `${ms.toFixed(1)} ms`

const note = (entry: { readonly note?: string }): string => (entry.note ? ` (${entry.note})` : '')

const because = (reason: string): string => (reason ? `: ${reason}` : '')

const differing = (differences: readonly string[]): string =>
  differences.length > 0 ? `: ${some(differences)}` : ''

/** The first few; the journal has all. */
const some = (texts: readonly string[]): string =>
  texts.length <= 3
    ? texts.join('; ')
    : `${texts.slice(0, 3).join('; ')}; and ${texts.length - 3} more`
