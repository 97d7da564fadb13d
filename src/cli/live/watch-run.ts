/** What a user sees while a run goes: a live view on a terminal, plain lines everywhere else. */
import { wallClockMs } from '../../flood/wall-clock.ts'
import type { Plan } from '../../model/plan.ts'
import type { Clock } from '../../model/testbed.ts'
import type { Timeline } from '../../model/timeline.ts'
import type { Journal } from '../../run/journal.ts'
import { progressReader } from '../../run/progress.ts'
import type { Context } from '../context.ts'
import { abilitiesOf, canRedraw } from './abilities.ts'
import { paint } from './line.ts'
import { openRegion, type Region } from './region.ts'
import { LiveFold } from './state.ts'
import { liveLines } from './view.ts'

export interface Watched {
  readonly plan: Plan
  readonly timeline: Timeline
  readonly clock: Pick<Clock, 'now'>
  readonly journal: Journal
}

interface Streams {
  readonly stderr: Screen
  readonly stdout: Screen
}

type Screen = Pick<NodeJS.WriteStream, 'write' | 'isTTY' | 'columns' | 'rows' | 'on' | 'off'>

/** Until it is disposed of. With --json the data are the output, and there is no view. */
export const watchRun = (
  { note, options }: Pick<Context, 'note' | 'options'>,
  watched: Watched,
  streams: Streams = process,
): Disposable => {
  const live = !options.json && canRedraw(streams.stderr) && canRedraw(streams.stdout)
  if (live) return liveView(watched, streams)
  const end = watched.journal.subscribe(progressReader(note))
  return { [Symbol.dispose]: () => void end() }
}

const EVERY_MS = 200
const LEAST_MS = 50

const liveView = ({ plan, timeline, clock, journal }: Watched, { stderr, stdout }: Streams) => {
  const abilities = abilitiesOf()
  const state = new LiveFold(plan, timeline)
  const region: Region = openRegion([stderr, stdout])
  let drawnAt = Number.NEGATIVE_INFINITY
  const draw = (): void => {
    drawnAt = wallClockMs()
    const { columns = 80, rows = 24 } = stderr
    const frame = { now: clock.now(), columns, rows: rows - 1 }
    // The last column stays empty: some terminals go to the next line once it is written.
    region.draw(
      liveLines(state, frame, abilities).map((line) => paint(line, columns - 1, abilities.colours)),
    )
  }
  const end = journal.subscribe((entry) => {
    state.add(entry)
    // On the simulator nothing but the journal tells that time goes on.
    if (wallClockMs() - drawnAt >= LEAST_MS) draw()
  })
  const timer = setInterval(draw, EVERY_MS)
  stderr.on('resize', draw)
  // Who interrupts twice leaves without any clean-up but this.
  process.once('exit', region.close)
  return {
    [Symbol.dispose]: () => {
      clearInterval(timer)
      stderr.off('resize', draw)
      process.off('exit', region.close)
      end()
      region.close()
    },
  }
}
