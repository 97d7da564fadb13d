/** What each step of a mode does. */
import type { Step } from '../flow.ts'
import type { StepName } from '../modes/mode.ts'
import { burstAll, burstFirst, compareOneByOne, rateAll, rateFirst, sendFile } from './bursts.ts'
import { canaries } from './canaries.ts'
import { condition } from './condition.ts'

const SETTLE_MS = 1000

const pauseFor =
  (msOf: (delayMs: number) => number): Step =>
  async ({ pause, config }) => {
    await pause(msOf(config.parameters.repeatDelay))
    return 'go-on'
  }

const keepalive: Step = async ({ engine }) => {
  engine.keepalive()
  return 'go-on'
}

export const steps: Readonly<Record<StepName, Step>> = {
  condition,
  canaries,
  delay: pauseFor((delayMs) => delayMs),
  settle: pauseFor(() => SETTLE_MS),
  keepalive,
  'burst-first': burstFirst,
  'burst-all': burstAll,
  'rate-first': rateFirst,
  'rate-all': rateAll,
  file: sendFile,
  function: compareOneByOne,
}
