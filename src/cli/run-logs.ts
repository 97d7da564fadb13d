/** The routers' logs that a run folder has. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Chapter } from '../log/chapter.ts'
import { tellLog } from '../log/router-log.ts'
import type { Told } from '../log/told.ts'
import { LOGS } from './kept-logs.ts'

/** Of each chapter, what was logged until the next one began; what came before all is of the first. */
export const runLogs = (
  folder: string,
  chapters: readonly Chapter[],
): ((chapter: Chapter) => readonly Told[]) => {
  const [first] = chapters
  if (!first) return () => []
  const all = first.topology.nodes.flatMap(({ name: node, kind }) => {
    const file = join(folder, LOGS, `${node}.log`)
    if (!existsSync(file)) return []
    const lines = readFileSync(file, 'utf8').split('\n')
    // Behind the last line feed there is nothing.
    if (lines.at(-1) === '') lines.pop()
    return tellLog({ node, kind, lines }, first.names)
  })
  return (chapter) => {
    const next = chapters[chapters.indexOf(chapter) + 1]
    const untilAt = next?.head.at ?? Number.POSITIVE_INFINITY
    const fromAt = chapter === first ? Number.NEGATIVE_INFINITY : chapter.head.at
    return all.filter(({ at }) => at >= fromAt && at < untilAt)
  }
}
