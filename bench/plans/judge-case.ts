/** A case through the loader, the simulator and all invariants. */
import type { Case } from './case.ts'
import { filesOf } from './case.ts'
import { type Violation, violationsOf } from './invariants/index.ts'
import { type Loaded, loadCase } from './load-case.ts'
import { type PlayOptions, playCase } from './play-case.ts'
import type { Played } from './played.ts'

export interface JudgeOptions extends PlayOptions {
  /** Play it twice and compare the journals. */
  readonly twice: boolean
}

export interface Judged {
  readonly played: Played
  readonly violations: readonly Violation[]
}

export const judgeLoaded = async (loaded: Loaded, options: JudgeOptions): Promise<Judged> => {
  const first = await playCase(loaded, options)
  const played = options.twice
    ? { ...first, differsFromReplay: difference(first, await playCase(loaded, options)) }
    : first
  return { played, violations: violationsOf(played) }
}

/** Rejects with an InputError for a case that the loader refuses. */
export const judgeCase = async (drawn: Case, options: JudgeOptions): Promise<Judged> =>
  judgeLoaded(await loadCase(filesOf(drawn)), options)

/** The first line that differs. */
const difference = (a: Played, b: Played): string | undefined => {
  const [first, second] = [a, b].map(({ entries }) => entries.map((entry) => JSON.stringify(entry)))
  const length = Math.max(first?.length ?? 0, second?.length ?? 0)
  const at = Array.from({ length }, (_, i) => i).find((i) => first?.[i] !== second?.[i])
  return at === undefined ? undefined : `line ${at + 1}: ${first?.[at]} and ${second?.[at]}`
}
