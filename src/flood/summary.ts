/** Statistics over the bursts of a test, and what their outcomes mean for the test as a whole. */
import type { Burst } from './burst.ts'
import { FIGURES, type Outcome, type Statistics } from './record.ts'
import { spreadOf } from './statistics.ts'

/** One entry for each kind of burst that was repeated, in the order in which they first occur. */
export const statisticsOf = (bursts: readonly Burst[]): readonly Statistics[] => {
  const groups = new Map<string, Burst[]>()
  for (const burst of bursts.filter(({ cold }) => !cold)) {
    const key = `${burst.kind} ${burst.sources}`
    groups.set(key, [...(groups.get(key) ?? []), burst])
  }
  return [...groups.values()].map(summarise)
}

const summarise = (group: readonly Burst[]): Statistics => {
  const { kind, sources } = group[0] as Burst
  // A burst that was cut off has a time and a rate, but they are not those of such a burst.
  const usable = (burst: Burst) => burst.outcome === 'complete' || burst.outcome === 'time-limit'
  const spreads = FIGURES.flatMap((figure) => {
    const spread = spreadOf(group.map((burst) => (usable(burst) ? burst[figure] : null)))
    return spread ? [[figure, spread] as const] : []
  })
  return { kind, sources, repeats: group.length, figures: Object.fromEntries(spreads) }
}

export interface Judged {
  readonly outcome: Outcome
  readonly reason: string | null
}

/** Worse first: one burst decides for all. */
const WORST: readonly (readonly [Burst['outcome'], Outcome])[] = [
  ['interrupted', 'interrupted'],
  ['session-lost', 'failed'],
  ['timeout', 'timed-out'],
  ['short', 'incomplete'],
]

/** `endless`: bursts were to last until their time limit. */
export const judge = (bursts: readonly Burst[], { endless = false } = {}): Judged => {
  for (const [of, outcome] of WORST) {
    const burst = bursts.find((candidate) => candidate.outcome === of)
    if (burst) return { outcome, reason: reasonOf(burst) }
  }
  const cut = bursts.find((burst) => isCut(burst, endless))
  if (cut) return { outcome: 'timed-out', reason: reasonOf(cut) }
  const wrong = bursts.find(
    ({ kind, foreignPrefixes }) => kind === 'function' && foreignPrefixes > 0,
  )
  if (wrong) return { outcome: 'incomplete', reason: `${nameOf(wrong)}: another prefix came back` }
  return { outcome: 'complete', reason: null }
}

/** The time limit is the end that was asked for only where nothing else ends a transfer. */
const isCut = ({ outcome, kind }: Burst, endless: boolean): boolean =>
  outcome === 'time-limit' && kind !== 'rate' && !(kind === 'burst' && endless)

/** `burst 3`, `conditioning`, `rate test 1` */
export const nameOf = ({ kind, repeat }: Pick<Burst, 'kind' | 'repeat'>): string => {
  if (kind === 'conditioning') return kind
  return `${kind === 'rate' ? 'rate test' : kind} ${repeat}`
}

const reasonOf = (burst: Burst): string => {
  const { outcome, reason, missingPrefixes, expectedPrefixes, tail } = burst
  const unseen = tail.filter(({ seenMs }) => seenMs === null).length
  const missing = `${missingPrefixes} of ${expectedPrefixes} prefixes did not arrive`
  const what = {
    complete: '',
    'time-limit': `the time limit came first${missingPrefixes > 0 ? `; ${missing}` : ', before everything was sent'}`,
    short: missing,
    timeout: `the sink heard nothing more; ${missing}, ${unseen} of ${tail.length} canaries were not seen`,
    'session-lost': 'a session was lost',
    interrupted: 'interrupted',
  }[outcome]
  return `${nameOf(burst)}: ${reason ?? what}`
}
