/** The live view of a run as lines: phase, faults, sessions, UPDATEs, last events. */
import type { Abilities } from './abilities.ts'
import type { Line } from './line.ts'
import { sparkline } from './sparkline.ts'
import type { ActiveFault, LiveState } from './state.ts'

export interface Frame {
  /** Clock time of the backend. */
  readonly now: number
  readonly columns: number
  /** Lines that there is room for. */
  readonly rows: number
}

const LABEL = 10
const SECONDS = 60
/** A view that grew with the terminal would take all of it. */
const MOST_EVENTS = 8
const MOST_FAULTS = 8

/** At least one line; at most `rows`. What matters least is left out first. */
export const liveLines = (
  state: LiveState,
  frame: Frame,
  { unicode }: Abilities,
): readonly Line[] => {
  const room = Math.max(1, frame.rows)
  const head = [headLine(state, frame), sessionsLine(state), updatesLine(state, frame, unicode)]
  const faults = faultLines(state, frame, Math.min(MOST_FAULTS, room - head.length))
  const left = room - head.length - faults.length
  const events = lastOf(state.events, Math.min(MOST_EVENTS, left))
  const [first, ...others] = head as [Line, ...Line[]]
  return [
    first,
    ...faults,
    ...others,
    ...events.map((text, at): Line => [label(at === 0 ? 'events' : ''), { text }]),
  ].slice(0, room)
}

const lastOf = <T>(list: readonly T[], count: number): readonly T[] =>
  count > 0 ? list.slice(-count) : []

const label = (text: string) => ({ text: text.padEnd(LABEL), style: 'dim' as const })

const headLine = (state: LiveState, { now }: Frame): Line => {
  const { plan, iteration, repeat, zeroAt } = state
  const run = repeat > 1 ? `, run ${iteration} of ${repeat}` : ''
  return [
    { text: `${plan}${run}`, style: 'bold' },
    { text: `  ${phaseOf(state, now)}` },
    { text: `  ${secondsOf(now - zeroAt)}`, style: 'dim' },
  ]
}

const phaseOf = ({ stage, faults, next }: LiveState, now: number): string => {
  if (stage !== 'steady') return stage
  if (faults.some(({ stage }) => stage === 'injecting' || stage === 'injected')) return 'broken'
  if (faults.length > 0) return 'healed, settling'
  return next ? `steady, ${next.id} in ${secondsOf(Math.max(0, next.at - now))}` : 'steady'
}

/** The last ones are named by their number when there is no room for all. */
const faultLines = ({ faults }: LiveState, { now }: Frame, room: number): readonly Line[] => {
  const shown = faults.length > room ? faults.slice(0, Math.max(0, room - 1)) : faults
  const lines = shown.map((fault, at) => faultLine(fault, now, at === 0))
  if (shown.length === faults.length || room <= 0) return lines
  return [...lines, [label(''), { text: `and ${faults.length - shown.length} more faults` }]]
}

const faultLine = ({ id, what, ...rest }: ActiveFault, now: number, isFirst: boolean): Line => [
  label(isFirst ? 'faults' : ''),
  { text: `${id}: `, style: 'bold' },
  { text: `${countdown(rest, now)}  `, style: rest.stage === 'healed' ? 'green' : 'red' },
  { text: what },
]

const countdown = ({ stage, since, healAt }: Omit<ActiveFault, 'id' | 'what'>, now: number) => {
  if (stage === 'injecting') return 'injecting'
  if (stage === 'healed') return `healed, settling for ${secondsOf(now - since)}`
  if (healAt === undefined) return `for ${secondsOf(now - since)}`
  return healAt > now ? `heals in ${secondsOf(healAt - now)}` : 'healing'
}

const sessionsLine = ({ sessions: { up, total } }: LiveState): Line => [
  label('sessions'),
  { text: `${up} of ${total} up`, style: up < total ? 'red' : 'plain' },
]

const updatesLine = (state: LiveState, { now, columns }: Frame, unicode: boolean): Line => {
  const wide = Math.max(0, Math.min(SECONDS, columns - LABEL - 24))
  const counts = state.updates(now, SECONDS)
  // The second that is going on is not a whole one yet.
  const rate = counts.at(-2) ?? 0
  return [
    label('updates'),
    { text: `${sparkline(counts.slice(SECONDS - wide), unicode).padEnd(wide)} ` },
    { text: `${rate}/s, most ${Math.max(...counts)}/s` },
  ]
}

const secondsOf = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
