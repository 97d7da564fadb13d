import { type Html, html, type Part } from './html.ts'
import { table } from './table.ts'
import type { Track } from './track.ts'

const MOST = 120

/** What the drawing shows, in words. */
export const eventTable = (track: Track): Html => {
  const events = eventsOf(track).toSorted((a, b) => a.at - b.at)
  const rows = events
    .slice(0, MOST)
    .map(({ at, what }): readonly Part[] => [`${(at / 1000).toFixed(3)} s`, what])
  const cut = events.length > MOST ? `: the first ${MOST} of ${events.length}` : ''
  const { updates, fibChanges, unanswered } = track
  return html`<p>${updates.total} UPDATEs and ${fibChanges.total} FIB changes since the steady state; at most ${unanswered.total} probe streams unanswered at a time.</p>${table(
    { caption: `Faults and sessions${cut}`, head: ['Time', 'Event'], rows, figures: [0] },
  )}`
}

interface Told {
  readonly at: number
  readonly what: string
}

const eventsOf = ({ faults, sides }: Track): readonly Told[] => [
  ...faults.flatMap(({ id, fault, on, turns }) =>
    turns.flatMap(({ half, at, settledAt, outcome }) => [
      { at, what: `${id}: ${half} of ${fault} on ${on.join(', ')}` },
      ...(settledAt === undefined ? [] : [{ at: settledAt, what: `${id}: ${half} ${outcome}` }]),
    ]),
  ),
  ...sides.flatMap(({ label, changes }) =>
    changes.map(({ at, up, reason }) => ({
      at,
      what: `session ${label} ${up ? 'up' : 'down'}${reason && `: ${reason}`}`,
    })),
  ),
]
