/** Whether two backends tell the same story of one half of a fault. */
import type { Chapter, Milestone } from './story.ts'

export interface Difference {
  readonly type: 'only-first' | 'only-second' | 'order' | 'outcome'
  /** The milestone, `a before b` as the first one has it, or both outcomes. */
  readonly what: string
}

/**
 * The same outcome, the same milestones, and no two of them the other way round. Consequences come
 * after their causes, but for what time stamps can be off; of others only those have an order that
 * are further apart, in both, than a second run of the same routers could move them.
 */
export const compareOrder = (first: Chapter, second: Chapter): readonly Difference[] => [
  ...outcomes(first, second),
  ...missing(first, second, 'only-first'),
  ...missing(second, first, 'only-second'),
  ...swapped(first, second),
]

/** Time stamps of daemons and of the kernel are this close to what they tell of. */
export const STAMP_MS = 100

const outcomes = (first: Chapter, second: Chapter): Difference[] => {
  if (first.outcome === second.outcome) return []
  return [{ type: 'outcome', what: `${first.outcome ?? 'none'}, ${second.outcome ?? 'none'}` }]
}

const missing = (
  here: Chapter,
  there: Chapter,
  type: 'only-first' | 'only-second',
): Difference[] => {
  const names = new Set(there.milestones.map(({ name }) => name))
  return here.milestones
    .filter(({ name }) => !names.has(name))
    .map(({ name }) => ({ type, what: name }))
}

const swapped = (first: Chapter, second: Chapter): Difference[] => {
  const others = new Map(second.milestones.map((milestone) => [milestone.name, milestone]))
  return first.milestones.flatMap((a, index) =>
    first.milestones.slice(index + 1).flatMap((b): Difference[] => {
      const otherA = others.get(a.name)
      const otherB = others.get(b.name)
      if (!otherA || !otherB) return []
      const pair = isSwapped({ a, b, otherA, otherB })
      return pair ? [{ type: 'order', what: `${a.name} before ${b.name}` }] : []
    }),
  )
}

interface Pair {
  readonly a: Milestone
  readonly b: Milestone
  readonly otherA: Milestone
  readonly otherB: Milestone
}

const isSwapped = ({ a, b, otherA, otherB }: Pair): boolean => {
  const apartMs = b.at - a.at
  const otherMs = otherB.at - otherA.at
  if (Math.sign(apartMs) * Math.sign(otherMs) >= 0) return false
  const [less, more] = [Math.abs(apartMs), Math.abs(otherMs)].toSorted((x, y) => x - y)
  if (a.causes.includes(b.name) || b.causes.includes(a.name)) return (more ?? 0) > STAMP_MS
  return (less ?? 0) > Math.max(a.spreadMs, b.spreadMs)
}
