/** The figures of one half of one fault on one backend. */
import { measureAll } from '../../src/measure/index.ts'
import type { FaultInstance, Half, Outcome, RunEvent, Verdict } from '../../src/model/event.ts'
import { SHOWN, type Shown } from '../../src/report/shown.ts'
import { type Chapter, storyOf } from './story.ts'

export interface Column {
  readonly chapter: Chapter
  readonly figures: Readonly<Record<Shown, number | null>>
}

export interface Told {
  readonly verdict: Verdict | 'none'
  readonly columns: readonly Column[]
}

/** Of the first iteration. */
export const tell = (journal: readonly RunEvent[]): Told => {
  const measurements = measureAll(journal).filter(({ iteration }) => iteration === 1)
  const figureOf = (name: Shown, { id }: FaultInstance, half: Half): number | null =>
    measurements.find((one) => one.name === name && one.instance === id && one.half === half)
      ?.value ?? null
  const columns = storyOf(journal).map((chapter) => {
    const pairs = SHOWN.map((name) => [name, figureOf(name, chapter.instance, chapter.half)])
    return { chapter, figures: Object.fromEntries(pairs) as Column['figures'] }
  })
  const end = journal.findLast((event) => event.type === 'run-ended')
  return { verdict: end?.type === 'run-ended' ? end.verdict : 'none', columns }
}

export const outcomeOf = ({ outcome }: Chapter): Outcome | 'none' => outcome ?? 'none'
