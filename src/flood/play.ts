/** Plays the sequence of a mode: before, cycles, after. */
import type { Flow, Next, Place } from './flow.ts'
import type { StepName } from './modes/mode.ts'
import { steps } from './steps/index.ts'

export const play = async (flow: Flow): Promise<void> => {
  const { mode } = flow.config
  const outside: Place = { repeat: 0, cold: false }
  if ((await all(flow, mode.before, outside)) === 'stop') return
  if ((await cycles(flow)) === 'stop') return
  await all(flow, mode.after, outside)
}

const cycles = async (flow: Flow): Promise<Next> => {
  const { mode, parameters } = flow.config
  const repeats = mode.once ? 1 : parameters.repeat
  for (let repeat = 1; repeat <= repeats; repeat++) {
    const place: Place = { repeat, cold: repeat === 1 && repeats > 1 }
    if (repeat > 1 && parameters.restart) await restart(flow)
    const sequence = repeat === 1 ? mode.cycle : [...mode.between, ...mode.cycle]
    if ((await all(flow, sequence, place)) === 'stop') return 'stop'
  }
  return 'go-on'
}

const all = async (flow: Flow, names: readonly StepName[], place: Place): Promise<Next> => {
  for (const name of names) {
    flow.signal.throwIfAborted()
    if ((await steps[name](flow, place)) === 'stop') return 'stop'
  }
  return 'go-on'
}

const restart = async ({ engine, signal, emit }: Flow): Promise<void> => {
  const sessions = await engine.restart(signal)
  for (const session of sessions) emit({ type: 'session-established', ...session })
  emit({
    type: 'sessions-established',
    sessions: sessions.length,
    afterMs: Math.max(0, ...sessions.map(({ afterMs }) => afterMs)),
    again: true,
  })
}
