import { caption, controlTable } from '../control.ts'
import { html } from './html.ts'
import type { Section } from './section.ts'
import { table } from './table.ts'

/** What would have been anyway: the same figures of the run without faults. */
export const control: Section = {
  id: 'control',
  title: 'Against the control run',
  render: ({ run }) => {
    const found = controlTable(run)
    if (!found) return undefined
    return html`${table({
      caption: caption(found.control),
      head: found.head,
      rows: found.rows,
      figures: found.head.map((_, at) => at).slice(2),
    })}`
  },
}
