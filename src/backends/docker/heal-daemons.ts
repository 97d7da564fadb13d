import { setTimeout as sleep } from 'node:timers/promises'
import type { Kind } from '../../model/kind.ts'
import type { Node } from '../../model/topology.ts'
import type { RunInNode } from './ask.ts'
import type { DockerTestbed } from './testbed.ts'

/** A router that was started a moment ago starts its daemons itself, and none may run twice. */
const START_PATIENCE_MS = 2000
/** A daemon that was started a moment ago does not answer yet. */
const ANSWER_PATIENCE_MS = 10_000
const PAUSE_MS = 100

/** Starts the daemons that are dead and waits until the router answers. Tells which were. */
export const healDaemons = async (
  node: Node,
  kind: Kind,
  testbed: DockerTestbed,
): Promise<readonly string[]> => {
  const dead = await deadDaemons(node, kind, testbed)
  // By the lever, not by a command: its processes belong to the router and outlive the agent.
  const states = dead.map(({ role }) => ({
    subject: `daemon ${node.name}/${role}`,
    lever: 'daemon' as const,
    node: node.name,
    daemon: role,
    state: 'running' as const,
  }))
  const signal = AbortSignal.timeout(ANSWER_PATIENCE_MS)
  if (states.length > 0) await testbed.apply(states, signal)
  await answers(node, testbed, signal)
  return dead.map(({ process }) => `${node.name}: ${process} was dead`)
}

const deadDaemons = async (
  node: Node,
  { daemons }: Kind,
  { run, clock }: DockerTestbed,
): Promise<Kind['daemons']> => {
  const deadline = clock.now() + START_PATIENCE_MS
  for (;;) {
    const running = await processes(node, run)
    const dead = daemons.filter(({ process }) => !running.has(process))
    if (dead.length === 0 || clock.now() > deadline) return dead
    await sleep(PAUSE_MS)
  }
}

const processes = async (node: Node, run: RunInNode): Promise<ReadonlySet<string>> => {
  const { stdout } = await run(node.name, ['sh', '-c', 'cat /proc/[0-9]*/comm'])
  return new Set(stdout.split('\n'))
}

const answers = async (
  node: Node,
  { routes }: DockerTestbed,
  signal: AbortSignal,
): Promise<void> => {
  for (;;) {
    try {
      await routes(node.name, signal)
      return
    } catch (error) {
      if (signal.aborted) throw error
      await sleep(PAUSE_MS)
    }
  }
}
