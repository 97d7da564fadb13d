import { existsSync } from 'node:fs'
import { appendText } from '../flood/append-line.ts'
import type { FloodConfig } from '../flood/config.ts'
import { KAKAPO_LOG_HEADER, kakapoLines } from '../flood/kakapo-log.ts'
import { postRecord } from '../flood/post-record.ts'
import type { FloodRecord } from '../flood/record.ts'

export type RecordSink = (record: FloodRecord) => Promise<void>

/** Everywhere that the record goes. Throws when a file cannot be written, before anything is sent. */
export const recordSinks = (config: FloodConfig): readonly RecordSink[] => {
  const { record: path, post, kakapoLog } = config.parameters
  const sinks: RecordSink[] = []
  if (path !== undefined) sinks.push(toFile(path))
  if (kakapoLog || config.kakapo) sinks.push(toKakapo(config))
  if (post !== undefined) sinks.push((record) => postRecord(post, record))
  return sinks
}

const toFile = (path: string): RecordSink => {
  appendText(path, '')
  return async (record) => appendText(path, `${JSON.stringify(record)}\n`)
}

const toKakapo = (config: FloodConfig): RecordSink => {
  appendText('kakapo.json', '')
  if (!existsSync('kakapo.log')) appendText('kakapo.log', KAKAPO_LOG_HEADER)
  return async (record) => {
    const { json, log } = kakapoLines(record, config)
    appendText('kakapo.json', json)
    appendText('kakapo.log', log)
  }
}
