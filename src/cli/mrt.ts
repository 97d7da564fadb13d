import type { Command } from 'commander'
import { bgpdumpLines, type LineOptions } from '../bgp/mrt/bgpdump/lines.ts'
import { mrtJson } from '../bgp/mrt/json.ts'
import type { MrtRecord, PeerIndexTable } from '../bgp/mrt/record.ts'
import { createMrtStream, type MrtProblem, type Place } from '../bgp/mrt/stream.ts'
import { InputError } from '../lib/errors.ts'
import { nameOf, readBytes } from '../lib/read-bytes.ts'
import type { Context } from './context.ts'
import { createLineOutput, type LineOutput } from './line-output.ts'
import type { Run } from './run-type.ts'

export const mrt = (program: Command, run: Run): void => {
  program
    .command('mrt')
    .description('print MRT files (tables and updates) in the one-line form of bgpdump -m')
    .argument('<file...>', 'MRT files, also gzip and bzip2, or - for stdin')
    .option('-l, --large-communities', 'with a column of large communities')
    .option('-u, --unknown', 'with a column of the attributes that have no column')
    .option('-m, --one-line', 'what bgpdump needs for this form; always so here')
    .option('-v, --verbose', 'what bgpdump needs to report on stderr; always so here')
    .action(run(printFiles))
}

const printFiles = async (
  context: Context,
  paths: readonly string[],
  options: LineOptions,
): Promise<void> => {
  const output = createLineOutput(process.stdout)
  const problems: string[] = []
  for (const path of paths) {
    if (output.closed) break
    problems.push(...(await printFile(context, path, options, output)))
  }
  // Each was noted where it was found; here they make the exit status.
  if (problems.length > 0) throw new InputError(summary(problems, paths.length))
}

/** Returns what could not be printed. */
const printFile = async (
  context: Context,
  path: string,
  options: LineOptions,
  output: LineOutput,
): Promise<string[]> => {
  const problems: string[] = []
  const unread = new Map<string, number>()
  const name = nameOf(path)
  const note = (place: Place, message: string) =>
    context.note(`${name}: record ${place.number}, octet ${place.offset}: ${message}`)
  const print = printer(context, options, note)
  const stream = createMrtStream({
    record(record, place) {
      if (record.type === 'unsupported') unread.set(record.name, (unread.get(record.name) ?? 0) + 1)
      else for (const line of print(record, place)) output.line(line)
    },
    problem(problem) {
      problems.push(problemText(name, problem))
      context.note(problems.at(-1) as string)
    },
  })
  try {
    for await (const piece of readBytes(path, { signal: context.signal })) {
      const goesOn = stream.push(piece)
      await output.drained()
      if (!goesOn || output.closed) return problems
    }
    stream.end()
  } finally {
    // What came before an error is printed before it.
    await output.flush()
  }
  for (const [kind, count] of unread) context.note(`${name}: ${count} records of ${kind} left out`)
  return problems
}

const printer = (
  { options: { json } }: Context,
  options: LineOptions,
  note: (place: Place, message: string) => void,
): ((record: MrtRecord, place: Place) => readonly string[]) => {
  let peers: PeerIndexTable | undefined
  return (record, place) => {
    if (record.type === 'peer-index-table') peers = record
    if (json) return [JSON.stringify(mrtJson(record, peers))]
    return bgpdumpLines(record, { options, peers, report: (message) => note(place, message) })
  }
}

const problemText = (name: string, { number, error }: MrtProblem): string =>
  `${name}: record ${number}, octet ${error.offset}: ${error.message} (${error.section})`

const summary = (problems: readonly string[], files: number): string =>
  problems.length === 1 && files === 1
    ? 'one record could not be read'
    : `${problems.length} records could not be read`
