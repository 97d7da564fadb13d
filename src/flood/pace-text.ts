/**
 * The pace of a transfer as text: stages with commas between them, each `RATE[..RATE][:DURATION]`,
 * where RATE is UPDATEs a second (`5000/s`, `5k/s`). Two rates are a ramp. Only the last stage may
 * go without a duration; it lasts until everything is sent.
 */
import { formatDuration, parseDuration } from '../lib/duration.ts'
import type { Pace } from './types.ts'

export type RatePace = Extract<Pace, { readonly type: 'rate' }>
type Stage = RatePace['stages'][number]

/** The pace, or a sentence that says what is wrong with the text. */
export const parsePace = (text: string): RatePace | string => {
  const parts = text.split(',').map((part) => part.trim())
  const stages = parts.map(parseStage)
  const wrong = stages.indexOf(undefined)
  if (wrong >= 0) return `has a stage that is no rate: ${JSON.stringify(parts[wrong])}`
  const known = stages as readonly Stage[]
  if (known.slice(0, -1).some(({ forMs }) => forMs === undefined))
    return 'needs a duration in each stage but the last'
  if (known.some(({ fromPerS, toPerS, forMs }) => fromPerS !== toPerS && forMs === undefined))
    return 'needs a duration for a ramp'
  return { type: 'rate', stages: known }
}

export const formatPace = ({ stages }: RatePace): string =>
  stages
    .map(({ fromPerS, toPerS, forMs }) => {
      const ramp = toPerS === fromPerS ? '' : `..${toPerS}/s`
      return `${fromPerS}/s${ramp}${forMs === undefined ? '' : `:${formatDuration(forMs)}`}`
    })
    .join(',')

const parseStage = (text: string): Stage | undefined => {
  const [rates = '', duration, ...more] = text.split(':')
  const [from, to, ...others] = rates.split('..').map(parseRate)
  const forMs = duration === undefined ? undefined : parseDuration(duration)
  const tooMuch = more.length > 0 || others.length > 0
  if (tooMuch || from === undefined || (rates.includes('..') && to === undefined)) return undefined
  if (duration !== undefined && !forMs) return undefined
  return { fromPerS: from, toPerS: to ?? from, ...(forMs === undefined ? {} : { forMs }) }
}

const parseRate = (text: string): number | undefined => {
  const [, number, suffix] = /^(\d+(?:\.\d+)?)([kM]?)\/s$/.exec(text) ?? []
  const rate = Number(number) * (suffix === 'M' ? 1e6 : suffix === 'k' ? 1e3 : 1)
  return rate > 0 ? rate : undefined
}
