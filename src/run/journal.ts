/**
 * The journal of a run: one JSON line for each event, appended and never changed. Every line goes to
 * the kernel before `write` returns, so a SIGKILL of this process loses nothing that was written;
 * only a machine that loses power can cut the last line, and `parseJournal` forgives that.
 */
import { closeSync, openSync, writeSync } from 'node:fs'
import { InputError } from '../lib/errors.ts'
import type { JournalEntry, RunEvent } from '../model/event.ts'

export type Reader = (entry: JournalEntry) => void

export interface Journal {
  /** All that was written, oldest first. */
  readonly entries: readonly JournalEntry[]
  write(event: RunEvent): JournalEntry
  /** Calls `reader` for every later entry; the result ends that. */
  subscribe(reader: Reader): () => void
  close(): void
}

/** A journal in a new file. An existing file is an error: no run writes over another. */
export const openJournal = (file: string): Journal => {
  const descriptor = openSync(file, 'ax')
  return createJournal(
    (line) => writeWhole(descriptor, Buffer.from(line)),
    () => closeSync(descriptor),
  )
}

/** A journal that is kept in memory only, for ad hoc faults. */
export const memoryJournal = (): Journal =>
  createJournal(
    () => {},
    () => {},
  )

/** Reads the text of events.jsonl. A last line that was cut off is left out. */
export const parseJournal = (text: string, name = 'events.jsonl'): readonly JournalEntry[] => {
  const lines = text.split('\n')
  // What follows the last line feed is empty, or a line whose end never reached the disk.
  lines.pop()
  return lines.map((line, index) => parseLine(line, index, name))
}

/** The entries of one iteration after the other; each begins with its `run-started`. */
export const iterations = (
  entries: readonly JournalEntry[],
): readonly (readonly JournalEntry[])[] => {
  const parts: JournalEntry[][] = []
  for (const entry of entries) {
    if (entry.type === 'run-started' || parts.length === 0) parts.push([])
    parts.at(-1)?.push(entry)
  }
  return parts
}

const createJournal = (append: (line: string) => void, close: () => void): Journal => {
  const entries: JournalEntry[] = []
  const readers = new Set<Reader>()
  return {
    entries,
    write: (event) => {
      const entry: JournalEntry = { seq: entries.length + 1, ...event }
      append(`${JSON.stringify(entry)}\n`)
      entries.push(entry)
      for (const reader of readers) reader(entry)
      return entry
    },
    subscribe: (reader) => {
      readers.add(reader)
      return () => readers.delete(reader)
    },
    close,
  }
}

const writeWhole = (descriptor: number, bytes: Uint8Array): void => {
  for (let at = 0; at < bytes.length; ) at += writeSync(descriptor, bytes, at)
}

const parseLine = (line: string, index: number, name: string): JournalEntry => {
  const entry = parseJson(line)
  if (isEntry(entry) && entry.seq === index + 1) return entry
  throw new InputError(`${name}:${index + 1}:1  this is not line ${index + 1} of a journal`, {
    hint: 'restore the file: a journal is appended to and never edited',
  })
}

const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const isEntry = (value: unknown): value is JournalEntry =>
  typeof value === 'object' && value !== null && 'seq' in value && 'type' in value && 'at' in value
