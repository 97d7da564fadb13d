/** One drawing for each iteration: faults, sessions, UPDATEs, FIBs and probes on one time axis. */
import { type Html, html } from './html.ts'
import type { Section } from './section.ts'
import { drawing } from './svg.ts'
import { fold } from './table.ts'
import { drawTimeline, timelineHeight, WIDTH } from './timeline-drawing.ts'
import { eventTable } from './timeline-events.ts'
import { type Track, trackOf } from './track.ts'

export const timeline: Section = {
  id: 'timeline',
  title: 'Time line',
  render: (story) => {
    const tracks = story.iterations
      .filter(({ faults }) => faults.size > 0)
      .map((iteration) => trackOf(story, iteration))
    if (tracks.length === 0) return undefined
    const { kept, left } = affordable(tracks.map((track) => ({ track, content: one(track) })))
    return html`<p>Seconds since the steady state. UPDATEs and FIB changes are counted in slices of time; of the probe streams that were not answered, the most in each slice is drawn. Sessions that never changed are left out.</p>
${LEGEND}
${kept.map(({ track, content }, i) => {
  if (i === 0)
    return html`${tracks.length > 1 && html`<h3>Iteration ${track.number}</h3>`}${content}`
  return fold(`Iteration ${track.number}`, content)
})}${left > 0 && html`<p>${left} further iterations are not drawn, to keep this file small; the journal has them.</p>`}`
  },
}

/** Octets that all drawings together may take: the file is to be mailed. */
const MOST_OCTETS = 900_000

interface Drawn {
  readonly track: Track
  readonly content: Html
}

const affordable = (
  all: readonly Drawn[],
): { readonly kept: readonly Drawn[]; readonly left: number } => {
  let octets = 0
  const kept = all.filter(({ content }, i) => {
    octets += content.markup.length
    return i === 0 || octets < MOST_OCTETS
  })
  return { kept, left: all.length - kept.length }
}

const one = (track: Track): Html => {
  const { faults, sides, lengthMs, updates } = track
  const label = `Iteration ${track.number}, ${(lengthMs / 1000).toFixed(1)} seconds: ${faults.length} faults, ${sides.length} sides of sessions that changed, ${updates.total} UPDATEs. The table below has the events.`
  return html`${drawing({ width: WIDTH, height: timelineHeight(track), label }, drawTimeline(track))}
${fold(`Events of iteration ${track.number} as a table`, eventTable(track))}`
}

const LEGEND = html`<p class="legend"><span><svg viewBox="0 0 34 14" width="34" height="14" aria-hidden="true"><rect class="active" x="0" y="2" width="34" height="10"/></svg> fault active</span> <span><svg viewBox="0 0 34 14" width="34" height="14" aria-hidden="true"><path class="settling injection" d="M0 7H34"/></svg> settling after the injection</span> <span><svg viewBox="0 0 34 14" width="34" height="14" aria-hidden="true"><path class="settling reversion" d="M0 7H34"/></svg> settling after the reversion</span> <span><svg viewBox="0 0 34 14" width="34" height="14" aria-hidden="true"><path class="up" d="M0 7H10M24 7H34"/><rect class="down" x="10" y="2" width="14" height="10"/></svg> session down</span></p>`
