import { setTimeout as sleep } from 'node:timers/promises'
import type { RunInNode } from './ask.ts'
import type { Check } from './compiled.ts'

const PAUSE_MS = 50
const ATTEMPTS = 60

/** Asks the router until its configuration is as wanted; gives the reason when it never is. */
export const awaitCheck = async (
  { node, changes }: Check,
  run: RunInNode,
  signal: AbortSignal,
  attempts: number = ATTEMPTS,
): Promise<string | undefined> => {
  let failure: string | undefined
  for (let attempt = 0; attempt < attempts; attempt++) {
    failure = await firstFailure(node, changes, run)
    if (failure === undefined) return undefined
    await sleep(PAUSE_MS, undefined, { signal })
  }
  return failure
}

const firstFailure = async (
  node: string,
  changes: Check['changes'],
  run: RunInNode,
): Promise<string | undefined> => {
  for (const { change, wanted } of changes) {
    const { stdout, stderr } = await run(node, change.check)
    if (change.holds(stdout) !== wanted) {
      return `${node} does not confirm "${change.apply.at(-1)}": ${(stderr || stdout).trim().slice(0, 200)}`
    }
  }
  return undefined
}
