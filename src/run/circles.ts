import type { Finding } from '../model/finding.ts'
import type { Scheduled } from './schedule.ts'

/** Steps that wait for each other can never start; steps distinct from each other never choose. */
export const circles = (scheduled: readonly Scheduled[]): readonly Finding[] => [
  ...find(scheduled, ({ start }) => (start.type === 'after' ? start.steps : [])).map((circle) => ({
    step: circle[0] as string,
    key: 'after' as const,
    message: `can never start: ${chain(circle, 'waits for')}`,
  })),
  ...find(scheduled, ({ step }) => step.on.distinctFrom ?? []).map((circle) => ({
    step: circle[0] as string,
    key: 'on' as const,
    message: `cannot choose: ${chain(circle, 'is distinct from')}`,
  })),
]

const chain = (circle: readonly string[], verb: string): string =>
  circle.map((id, index) => `${id} ${verb} ${circle[index + 1] ?? circle[0]}`).join(', ')

/** Each circle once, from the step that comes first in the file. */
const find = (
  scheduled: readonly Scheduled[],
  next: (step: Scheduled) => string | readonly string[],
): readonly (readonly string[])[] => {
  const edges = new Map(scheduled.map((entry) => [entry.step.id, [next(entry)].flat()]))
  const done = new Set<string>()
  const circlesFound: (readonly string[])[] = []
  const visit = (id: string, path: readonly string[]) => {
    const at = path.indexOf(id)
    if (at >= 0) circlesFound.push(path.slice(at))
    if (at >= 0 || done.has(id)) return
    for (const other of edges.get(id) ?? []) visit(other, [...path, id])
    done.add(id)
  }
  for (const id of edges.keys()) visit(id, [])
  return circlesFound
}
