import type { ReadyProgress } from '../backends/wait-ready.ts'

/** Says how many sessions stand and which are awaited, but only when that changed. */
export const readyLine = (note: (line: string) => void): ((progress: ReadyProgress) => void) => {
  let last = ''
  return ({ established, total, waiting }) => {
    const line = `sessions: ${established} of ${total} Established${awaited(waiting)}`
    if (line !== last) note(line)
    last = line
  }
}

const SHOWN = 4

const awaited = (waiting: readonly string[]): string => {
  if (waiting.length === 0) return ''
  const more = waiting.length > SHOWN ? ` and ${waiting.length - SHOWN} more` : ''
  return `, waiting for ${waiting.slice(0, SHOWN).join(', ')}${more}`
}
