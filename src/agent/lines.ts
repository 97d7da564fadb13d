import type { Readable } from 'node:stream'

/** Calls back with each whole line of a stream. */
export const onLines = (stream: Readable, each: (line: string) => void): void => {
  let rest = ''
  stream.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) each(line)
  })
}
