import { setTimeout as sleep } from 'node:timers/promises'
import { now } from '../clock.ts'
import type { RunResult } from '../protocol.ts'
import { runInNode } from '../run-in-node.ts'
import type { Pull } from './context.ts'
import { NODE_IS_DOWN } from './context.ts'

/** A router that was started a moment ago does not answer its shell yet. */
const PATIENCE_MS = 5000
const PAUSE_MS = 50

/** Configuration through the router's own shell. Whether it holds, the controller asks: the kind knows how. */
export const command: Pull<'command'> = async ({ node, commands }, { nodes }) => {
  const namespace = await nodes.namespace(node).catch(() => undefined)
  if (!namespace) return NODE_IS_DOWN
  const run = (argv: readonly string[]) => runInNode(namespace.pid, argv)
  const outputs: string[] = []
  for (const argv of commands) outputs.push(await carryOut(argv, run))
  return outputs.filter((text) => text !== '').join('\n')
}

/** Runs a command until it works, or fails with what it said last. */
export const carryOut = async (
  argv: readonly string[],
  run: (argv: readonly string[]) => Promise<RunResult>,
  patienceMs: number = PATIENCE_MS,
): Promise<string> => {
  const deadline = now() + patienceMs
  for (;;) {
    const { status, stdout, stderr } = await run(argv)
    if (status === 0) return stdout.trim()
    if (now() >= deadline)
      throw new Error(`${argv.join(' ')}: ${(stdout + stderr).trim() || status}`)
    await sleep(PAUSE_MS)
  }
}
