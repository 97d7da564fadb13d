/** What the sections of a report are told of: the run, cut into iterations and windows once. */
import { type Iteration, iterationsOf } from '../../measure/iteration.ts'
import { type Window, windowsOf } from '../../measure/window.ts'
import type { Half } from '../../model/event.ts'
import type { Topology } from '../../model/topology.ts'
import { type Entry, type FinishedRun, headOf } from '../finished-run.ts'
import { type Statistics, statisticsOf } from '../statistics.ts'

export interface Story {
  readonly run: FinishedRun
  readonly head: Entry<'run-started'>
  readonly topology: Topology
  readonly iterations: readonly Iteration[]
  readonly windows: readonly Window[]
  readonly statistics: readonly Statistics[]
}

export const storyOf = (run: FinishedRun): Story => {
  const head = headOf(run)
  const iterations = iterationsOf(run.entries)
  return {
    run,
    head,
    topology: head.topology,
    iterations,
    windows: windowsOf(iterations),
    statistics: statisticsOf(run.measurements),
  }
}

/** The windows of one half of one step, of all iterations and activations. */
export interface HalfOfStep {
  readonly step: string
  readonly half: Half
  readonly windows: readonly Window[]
}

/** In the order of their first windows. */
export const halvesOf = ({ windows }: Pick<Story, 'windows'>): readonly HalfOfStep[] => {
  const groups = new Map<string, Window[]>()
  for (const window of windows) {
    const key = `${window.instance.step} ${window.half}`
    groups.set(key, [...(groups.get(key) ?? []), window])
  }
  return [...groups.values()].map((group) => {
    const { instance, half } = group[0] as Window
    return { step: instance.step, half, windows: group }
  })
}
