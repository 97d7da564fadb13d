import { setTimeout as sleep } from 'node:timers/promises'
import { now } from '../clock.ts'

const PATIENCE_MS = 2000

/** Asks until the answer holds: a lever's effect shows within milliseconds, or something is wrong. */
export const readBack = async <Answer extends string>(
  ask: () => Promise<Answer>,
  holds: (answer: Answer) => boolean,
  patienceMs: number = PATIENCE_MS,
): Promise<string> => {
  const deadline = now() + patienceMs
  for (let pauseMs = 1; ; pauseMs = Math.min(pauseMs * 2, 50)) {
    const answer = await ask()
    if (holds(answer)) return answer.trim()
    if (now() > deadline) throw new Error(`read back ${JSON.stringify(answer.trim())}`)
    await sleep(pauseMs)
  }
}
