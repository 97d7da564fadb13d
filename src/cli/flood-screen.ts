/** What a user sees while a flood is under way: one line that changes on a terminal, plain lines elsewhere. */

import type { Burst } from '../flood/burst.ts'
import type { FloodEvent, FloodListener } from '../flood/events.ts'
import { nameOf } from '../flood/summary.ts'
import type { Context } from './context.ts'
import { formatCount, formatTime } from './flood-figures.ts'
import { canRedraw, type Terminal } from './live/abilities.ts'
import { fit } from './live/line.ts'

export const screen = (
  { note }: Pick<Context, 'note'>,
  terminal: Terminal = process.stderr,
  environment: Parameters<typeof canRedraw>[1] = process.env,
): FloodListener => {
  const live = canRedraw(terminal, environment)
  const clear = () => live && terminal.write('\r\u001b[K')
  return (event) => {
    const text = textOf(event)
    if (event.type === 'progress') {
      if (live) terminal.write(`\r\u001b[K${fit(text ?? '', (terminal.columns ?? 80) - 1)}`)
      return
    }
    if (text === undefined) return
    clear()
    note(text)
  }
}

/** Undefined for what is not worth a line. */
export const textOf = (event: FloodEvent): string | undefined => {
  switch (event.type) {
    case 'sessions-established':
      return `${event.sessions} sessions Established in ${formatTime(event.afterMs)}`
    case 'progress': {
      const { kind, number, updatesSent, updatesReceived, prefixesReceived } = event
      return (
        `${kind} (transfer ${number}): ${formatCount(updatesSent)} UPDATEs sent, ` +
        `${formatCount(updatesReceived)} received, ${formatCount(prefixesReceived)} prefixes`
      )
    }
    case 'burst-ended':
      return event.kind === 'function' && event.outcome === 'complete' ? undefined : lineOf(event)
    case 'note':
      return event.text
    default:
      return undefined
  }
}

const lineOf = (burst: Burst): string => {
  const { completeMs, firstUpdateMs, missingPrefixes, updatesPerS } = burst
  const facts = [
    completeMs === null ? burst.outcome : `${burst.outcome} in ${formatTime(completeMs)}`,
    ...(firstUpdateMs === null ? [] : [`first UPDATE ${formatTime(firstUpdateMs)}`]),
    ...(updatesPerS === null ? [] : [`${formatCount(updatesPerS)} UPDATEs/s`]),
    ...(missingPrefixes > 0 ? [`${missingPrefixes} prefixes missing`] : []),
  ]
  return `${nameOf(burst)}${burst.cold && burst.kind !== 'conditioning' ? ' (cold)' : ''}: ${facts.join(', ')}`
}
