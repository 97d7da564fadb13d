import type { PlanFrame } from '../../model/plan-spec.ts'
import { parseFigure, type RepeatUntil } from '../../model/repeat-until.ts'
import type { Problem } from '../problem.ts'
import type { Path, Source } from '../yaml-source.ts'
import { type Known, unknownName } from './assertions.ts'

type Written = PlanFrame['repeat']['until']

/** What ends the repetition early; undefined when nothing does, or when it cannot be read. */
export const untilOf = (written: Written): RepeatUntil | undefined => {
  if (!written) return undefined
  const parsed = parseFigure(written.measurement)
  if ('problem' in parsed) return undefined
  const { measurement: text, ci: share, min } = written
  return { text, ...parsed.figure, share, min }
}

export const checkUntil = (
  source: Source,
  written: Written,
  known: Known,
  origin: (path: Path) => Path,
): readonly Problem[] => {
  if (!written) return []
  const parsed = parseFigure(written.measurement)
  const wrong = 'problem' in parsed ? parsed : unknownName(parsed.figure, known)
  const path = origin(['repeat', 'until', 'measurement'])
  return wrong ? [source.problem(path, wrong.problem, { hint: wrong.hint })] : []
}
