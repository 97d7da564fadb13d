import type { Command } from 'commander'
import { bgpdumpLines, type LineOptions } from '../bgp/mrt/bgpdump/lines.ts'
import { mrtJson } from '../bgp/mrt/json.ts'
import type { MrtRecord, PeerIndexTable } from '../bgp/mrt/record.ts'
import type { Place } from '../bgp/mrt/stream.ts'
import { InputError } from '../lib/errors.ts'
import { nameOf } from '../lib/read-bytes.ts'
import type { Context } from './context.ts'
import { createLineOutput, type LineOutput } from './line-output.ts'
import { copyRecords } from './mrt-copy.ts'
import { mrtSteps } from './mrt-steps.ts'
import type { Run } from './run-type.ts'

export const mrt = (program: Command, run: Run): void => {
  program
    .command('mrt')
    .description(
      'print MRT files (tables and updates) in the one-line form of bgpdump -m, or copy them',
    )
    .argument('<file...>', 'MRT files, also gzip and bzip2, or - for stdin')
    .option('-l, --large-communities', 'with a column of large communities')
    .option('-u, --unknown', 'with a column of the attributes that have no column')
    .option('-m, --one-line', 'what bgpdump needs for this form; always so here')
    .option('-v, --verbose', 'what bgpdump needs to report on stderr; always so here')
    .option('-o, --output <file>', 'write the records to one MRT file instead; .gz is packed')
    .action(run(takeFiles))
}

interface Options extends LineOptions {
  readonly output?: string
}

const takeFiles = async (
  context: Context,
  paths: readonly string[],
  { output, ...options }: Options,
): Promise<void> => {
  const problems =
    output === undefined
      ? await printFiles(context, paths, options)
      : await copyRecords(context, paths, output)
  // Each was noted where it was found; here they make the exit status.
  if (problems.length > 0) throw new InputError(summary(problems, paths.length))
}

/** Returns what could not be printed. */
const printFiles = async (
  context: Context,
  paths: readonly string[],
  options: LineOptions,
): Promise<readonly string[]> => {
  const output = createLineOutput(process.stdout)
  const problems: string[] = []
  for (const path of paths) {
    if (output.closed) break
    await printFile(context, path, options, { output, problems })
  }
  return problems
}

const printFile = async (
  context: Context,
  path: string,
  options: LineOptions,
  { output, problems }: { readonly output: LineOutput; readonly problems: string[] },
): Promise<void> => {
  const note = (place: Place, message: string) =>
    context.note(`${nameOf(path)}: record ${place.number}, octet ${place.offset}: ${message}`)
  const print = printer(context, options, note)
  const record = (one: MrtRecord, place: Place): void => {
    for (const line of print(one, place)) output.line(line)
  }
  try {
    for await (const _ of mrtSteps(context, { path, problems, record })) {
      await output.drained()
      if (output.closed) return
    }
  } finally {
    // What came before an error is printed before it.
    await output.flush()
  }
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

const summary = (problems: readonly string[], files: number): string =>
  problems.length === 1 && files === 1
    ? 'one record could not be read'
    : `${problems.length} records could not be read`
