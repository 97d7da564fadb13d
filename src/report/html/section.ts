import type { Html } from './html.ts'
import type { Story } from './story.ts'

/** A part of the report, with a heading of its own. */
export interface Section {
  /** For links inside the file. */
  readonly id: string
  readonly title: string
  /** Nothing when the run has nothing of the kind. */
  render(story: Story): Html | undefined
}
