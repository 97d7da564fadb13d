/** What the UPDATEs of each half were: news, or the same again. */
import { countClasses } from '../../measure/per-class.ts'
import type { UpdateClass } from '../../measure/update-classes.ts'
import { type Html, html, type Part } from './html.ts'
import type { Section } from './section.ts'
import { type HalfOfStep, halvesOf, type Story } from './story.ts'
import { table } from './table.ts'

export const updateClasses: Section = {
  id: 'classes',
  title: 'Updates by class',
  render: (story) => {
    const rows = halvesOf(story)
      .map((half) => rowOf(story, half))
      .filter((row) => row !== undefined)
    if (rows.length === 0) return undefined
    return html`<p>Routes told, on average of an iteration, each compared with what was told of the prefix on the same side of the session before (RFC 4098 section 6.1). A route is the same if all its path attributes are.</p>
${table({
  caption: 'Announcements and withdrawals by class',
  head: ['Step', 'Half', ...COLUMNS.map(({ title }) => title)],
  rows,
  figures: COLUMNS.map((_, at) => at + 2),
})}
${legend()}`
  },
}

interface ClassColumn {
  readonly title: string
  readonly name: UpdateClass
  readonly meaning: string
}

const COLUMNS: readonly ClassColumn[] = [
  { title: 'New', name: 'new', meaning: 'first announcement of a session' },
  { title: 'AADiff', name: 'aadiff', meaning: 'another route instead of the one that held' },
  { title: 'AADup', name: 'aadup', meaning: 'the route that held, again' },
  { title: 'WADiff', name: 'wadiff', meaning: 'after a withdrawal, another route' },
  { title: 'WADup', name: 'wadup', meaning: 'after a withdrawal, the same route' },
  { title: 'Withdrawn', name: 'withdrawn', meaning: 'withdrawal of a route that held' },
  { title: 'WWDup', name: 'wwdup', meaning: 'withdrawal of nothing' },
  { title: 'Unknown', name: 'unknown', meaning: 'what was told before was not observed' },
]

const rowOf = (story: Story, { step, half, windows }: HalfOfStep): readonly Part[] | undefined => {
  const sums = new Map<UpdateClass, number>()
  for (const window of windows)
    for (const [name, count] of countClasses(window, story.iterations))
      sums.set(name, (sums.get(name) ?? 0) + count)
  if (sums.size === 0) return undefined
  const iterations = new Set(windows.map(({ iteration }) => iteration)).size
  return [
    step,
    html`<span class="${half}">${half}</span>`,
    ...COLUMNS.map(({ name }) => Number(((sums.get(name) ?? 0) / iterations).toFixed(1))),
  ]
}

const legend = (): Html =>
  html`<ul>${COLUMNS.map(({ title, meaning }) => html`<li>${title}: ${meaning}</li>`)}</ul>`
