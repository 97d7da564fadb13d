/**
 * A few lines at the bottom of a terminal that are written again and again. Whatever else this process
 * writes to the terminal meanwhile goes above them, whole lines at a time, so that nothing interleaves.
 * The cursor is never hidden: however the process ends, there is nothing to restore.
 */
import { StringDecoder } from 'node:string_decoder'
import type { Terminal } from './abilities.ts'
import { widthOf } from './line.ts'

export interface Region {
  /** Lines without line feeds, none wider than the terminal. */
  draw(lines: readonly string[]): void
  /** Takes the lines away, and leaves the terminal as it was. */
  close(): void
}

/** `streams` lead to the same terminal; the region is drawn on the first one. */
export const openRegion = (streams: readonly [Terminal, ...Terminal[]]): Region => {
  const [terminal] = streams
  const write = terminal.write.bind(terminal)
  let drawn: readonly string[] = []
  const above = (text: string): void => {
    write(`${erasing(drawn, terminal)}${text}${standing(drawn)}`)
  }
  const restores = streams.filter(({ isTTY }) => isTTY).map((stream) => divert(stream, above))
  return {
    draw: (lines) => {
      const before = erasing(drawn, terminal)
      drawn = lines
      write(`${before}${standing(lines)}`)
    },
    close: () => {
      write(erasing(drawn, terminal))
      drawn = []
      for (const restore of restores) restore()
    },
  }
}

/** With the cursor at the beginning of the last line: the echo of Ctrl-C at its end could break it. */
const standing = (lines: readonly string[]): string =>
  lines.length > 0 ? `${lines.join('\n')}\r` : ''

/** To the first column of the first line, and everything from there on away. */
const erasing = (drawn: readonly string[], terminal: Terminal): string => {
  if (drawn.length === 0) return ''
  const up = rowsOf(drawn.slice(0, -1), terminal)
  return `\r${up > 0 ? `\u001b[${up}A` : ''}\u001b[J`
}

/** A terminal that became narrower has broken the lines since. */
const rowsOf = (lines: readonly string[], { columns = 80 }: Terminal): number =>
  lines.reduce((rows, line) => rows + Math.max(1, Math.ceil(widthOf(line) / columns)), 0)

type Write = Terminal['write']

/** Lines go to `above` as soon as they are whole. The result ends it, and writes what is left. */
const divert = (stream: Terminal, above: (text: string) => void): (() => void) => {
  const original = Object.getOwnPropertyDescriptor(stream, 'write')
  const decoder = new StringDecoder('utf8')
  let rest = ''
  const write: Write = (chunk: unknown, ...more: readonly unknown[]) => {
    rest += typeof chunk === 'string' ? chunk : decoder.write(chunk as Buffer)
    const end = rest.lastIndexOf('\n') + 1
    if (end > 0) above(rest.slice(0, end))
    rest = rest.slice(end)
    const done = more.at(-1)
    if (typeof done === 'function') process.nextTick(done)
    return true
  }
  Object.defineProperty(stream, 'write', { value: write, configurable: true, writable: true })
  return () => {
    if (original) Object.defineProperty(stream, 'write', original)
    else Reflect.deleteProperty(stream, 'write')
    if (rest) stream.write(rest)
  }
}
