import type { Readable } from 'node:stream'

/** Calls back with every whole line of a stream of text. */
export const onEachLine = (text: Readable, onLine: (line: string) => void): void => {
  let rest = ''
  text.setEncoding('utf8').on('data', (part: string) => {
    const lines = (rest + part).split('\n')
    rest = lines.pop() ?? ''
    lines.forEach(onLine)
  })
}
