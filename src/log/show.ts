/** Lines as a person or a program reads them. */
import type { Told, Topic } from './told.ts'

export interface Look {
  /** Clock time that counts as 0; absolute times (UTC) when absent. */
  readonly zeroAt?: number | undefined
  readonly colours: boolean
  /** Length of the longest subject. */
  readonly width: number
}

export const lineText = (told: Told, { zeroAt, colours, width }: Look): string => {
  const time = zeroAt === undefined ? absolute(told.at) : relative(told.at - zeroAt).padStart(13)
  const said = told.severity ? `${told.severity}: ${told.words}` : told.words
  const who = told.who.padEnd(width)
  if (!colours) return `${time}  ${who}  ${said}`
  return `${dim(time)}  ${bold(who)}  ${paint(said, told)}`
}

/** Of a run, with its repeat and the time since its steady state; a lab has neither. */
export const lineJson = (
  told: Told,
  run?: { readonly repeat: number; readonly zeroAt: number },
): string => {
  if (!run) return JSON.stringify(told)
  const sinceMs = Number((told.at - run.zeroAt).toFixed(3))
  return JSON.stringify({ repeat: run.repeat, sinceMs, ...told })
}

/** `+12.345678s`: whoever asks about a few microseconds has them. */
export const relative = (ms: number): string =>
  `${ms < 0 ? '-' : '+'}${(Math.abs(ms) / 1000).toFixed(6)}s`

/** `2026-11-21T20:15:58.123456Z`; a Date has only milliseconds. */
export const absolute = (at: number): string => {
  const micros = Math.round(at * 1000)
  const whole = Math.floor(micros / 1000)
  const rest = String(micros - whole * 1000).padStart(3, '0')
  return new Date(whole).toISOString().replace('Z', `${rest}Z`)
}

const ESC = '\u001b['
const style = (code: string) => (text: string) => `${ESC}${code}m${text}${ESC}0m`
const dim = style('2')
const bold = style('1')
const good = style('32')
const bad = style('31')
const fault = style('35')
const quiet = style('2')

const QUIET: ReadonlySet<Topic> = new Set(['log', 'probe', 'way'])

const paint = (text: string, { topic, mood }: Told): string => {
  if (topic === 'fault') return fault(text)
  if (mood) return mood === 'good' ? good(text) : bad(text)
  return QUIET.has(topic) ? quiet(text) : text
}
