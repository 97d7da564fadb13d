/** The readable log of a finished run, or of one that still goes on. */
import { InputError } from '../lib/errors.ts'
import { type Chapter, chaptersOf } from '../log/chapter.ts'
import { withLogs } from '../log/router-log.ts'
import { isWanted, type Wanted } from '../log/select.ts'
import { absolute, lineJson, lineText } from '../log/show.ts'
import type { Told } from '../log/told.ts'
import { tell } from '../log/words.ts'
import type { Context } from './context.ts'
import { prefixNamed, type Selection, wantedOf } from './events-selection.ts'
import { storyLines } from './events-story.ts'
import { createLineOutput } from './line-output.ts'
import { readFolder } from './read-run.ts'
import { runLogs } from './run-logs.ts'

export interface RunOptions extends Selection {
  readonly repeat?: string
  readonly absolute?: boolean
  readonly story?: boolean
}

export const showRun = async (
  context: Context,
  path: string,
  options: RunOptions,
): Promise<void> => {
  const output = createLineOutput(process.stdout)
  const { entries, folder } = readFolder(path)
  const chapters = chaptersOf(entries)
  const logsOf = runLogs(folder, chapters)
  for (const chapter of repeatsOf(chapters, options.repeat)) {
    const wanted = wantedOf(chapter, options)
    noteAbove(context, chapter, options)
    const lines = options.story
      ? storyLines(context, chapter, options)
      : linesOf(context, chapter, toldOf(chapter, wanted, logsOf(chapter)), options)
    for (const line of lines) {
      if (output.closed) return
      output.line(line)
      await output.drained()
    }
    await output.flush()
  }
}

const repeatsOf = (
  chapters: readonly Chapter[],
  repeat: string | undefined,
): readonly Chapter[] => {
  if (repeat === undefined) return chapters
  const chosen = chapters.filter(({ number }) => String(number) === repeat)
  if (chosen.length > 0) return chosen
  throw new InputError(`--repeat ${repeat}: this run has ${chapters.length}`)
}

/** What the figures of a line mean; not data, so not on stdout. */
const noteAbove = ({ note }: Context, chapter: Chapter, { prefix }: RunOptions): void => {
  const { head, zeroAt, number } = chapter
  note(
    `${head.plan} on ${head.backend}, repeat ${number}, seed ${head.seed}: +0s is ${absolute(zeroAt)}`,
  )
  if (prefix === undefined) return
  const { prefix: found, isExact } = prefixNamed(prefix, chapter)
  if (!isExact) note(`the longest prefix around ${prefix} is ${found}`)
}

const toldOf = (
  { entries, names }: Chapter,
  wanted: Wanted,
  logs: readonly Told[],
): readonly Told[] => {
  // A line a second that says nothing of BGP is for those who ask for it.
  const withHost = wanted.topics?.has('host') === true
  const journal = entries
    .filter(({ type }) => withHost || type !== 'host-sampled')
    .map((entry) => tell(entry, { names, only: wanted.prefix }))
  return withLogs(journal, logs).filter((line) => isWanted(line, wanted))
}

const linesOf = (
  { options: { json } }: Context,
  { number, zeroAt }: Chapter,
  told: readonly Told[],
  { absolute: isAbsolute }: RunOptions,
): readonly string[] => {
  if (json) return told.map((line) => lineJson(line, { repeat: number, zeroAt }))
  const width = Math.max(...told.map(({ who }) => who.length))
  const colours = process.stdout.isTTY === true && process.env.NO_COLOR === undefined
  return told.map((line) =>
    lineText(line, { zeroAt: isAbsolute ? undefined : zeroAt, colours, width }),
  )
}
