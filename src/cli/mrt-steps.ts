/** A file of MRT records, read piece by piece, with all that is wrong with it on stderr. */
import type { MrtRecord } from '../bgp/mrt/record.ts'
import { createMrtStream, type MrtProblem, type Place } from '../bgp/mrt/stream.ts'
import { nameOf, readBytes } from '../lib/read-bytes.ts'
import type { Context } from './context.ts'

export interface MrtFile {
  readonly path: string
  /** Gets a line for each record that could not be read. */
  readonly problems: string[]
  record(record: MrtRecord, place: Place): void
}

/** After each piece, when its records have been told: time to give them on. */
export async function* mrtSteps(
  { note, signal }: Pick<Context, 'note' | 'signal'>,
  { path, problems, record }: MrtFile,
): AsyncGenerator<void> {
  const unread = new Map<string, number>()
  const name = nameOf(path)
  const stream = createMrtStream({
    record(one, place) {
      if (one.type === 'unsupported') unread.set(one.name, (unread.get(one.name) ?? 0) + 1)
      else record(one, place)
    },
    problem(problem) {
      problems.push(problemText(name, problem))
      note(problems.at(-1) as string)
    },
  })
  for await (const piece of readBytes(path, { signal })) {
    const goesOn = stream.push(piece)
    yield
    if (!goesOn) return
  }
  stream.end()
  for (const [kind, count] of unread) note(`${name}: ${count} records of ${kind} left out`)
}

const problemText = (name: string, { number, error }: MrtProblem): string =>
  `${name}: record ${number}, octet ${error.offset}: ${error.message} (${error.section})`
