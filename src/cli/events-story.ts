/** `events --story`: one prefix through one fault. */
import { InputError } from '../lib/errors.ts'
import { type Chapter, stepsOf } from '../log/chapter.ts'
import { replay } from '../log/story/replay.ts'
import { type Tale, taleOf } from '../log/story/tale.ts'
import { taleText } from '../log/story/text.ts'
import { iterationsOf } from '../measure/iteration.ts'
import { windowsOf } from '../measure/window.ts'
import type { Context } from './context.ts'
import { prefixNamed, type Selection, wantedOf } from './events-selection.ts'

/** Lines of the stories of both halves of each activation of the fault. */
export const storyLines = (
  { options: { json } }: Context,
  chapter: Chapter,
  selection: Selection,
): readonly string[] => {
  const tales = talesOf(chapter, selection)
  if (json) return tales.map((tale) => JSON.stringify(jsonOf(tale)))
  return tales.flatMap((tale) => [...taleText(tale, chapter.names), ''])
}

const talesOf = (chapter: Chapter, selection: Selection): readonly Tale[] => {
  const { fault, prefix: asked } = selection
  if (fault === undefined || asked === undefined)
    throw new InputError('--story tells of one prefix in one fault: --prefix P --fault STEP', {
      hint: `the steps of this run: ${stepsOf(chapter).join(', ') || 'none'}`,
    })
  const { prefix } = prefixNamed(asked, chapter)
  const instances = new Set(wantedOf(chapter, selection).spans?.map(({ instance }) => instance))
  const tracks = replay(chapter, prefix)
  return windowsOf(iterationsOf(chapter.entries))
    .filter(({ instance }) => instances.has(instance.id))
    .map((window) => taleOf(window, chapter.topology, prefix, tracks))
}

const jsonOf = ({ window, ...tale }: Tale) => {
  const { half, instance, eventAt, untilAt, iteration } = window
  return { repeat: iteration.number, fault: instance.id, half, eventAt, untilAt, ...tale }
}
