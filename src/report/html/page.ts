/** A run as one HTML file. */
import type { FinishedRun } from '../finished-run.ts'
import { renderDocument } from './document.ts'
import { sections } from './index.ts'
import { storyOf } from './story.ts'

/** The same run and style give the same octets. `css`: as renderDocument has it. */
export const renderReport = (run: FinishedRun, css: string): string => {
  const story = storyOf(run)
  const parts = sections.flatMap(({ id, title, render }) => {
    const content = render(story)
    return content ? [{ id, title, content }] : []
  })
  const { plan, backend, at } = story.head
  const began = new Date(at).toISOString().slice(0, 19).replace('T', ' ')
  return renderDocument(
    {
      title: `${plan}: ${run.result.verdict} - chaoslemur`,
      kind: 'chaoslemur run report',
      heading: plan,
      sub: `${story.topology.name}, ${backend}, ${began} UTC`,
      parts,
      footer:
        'Every figure here is made from the journal of the run (events.jsonl) and from nothing else.',
    },
    css,
  )
}
