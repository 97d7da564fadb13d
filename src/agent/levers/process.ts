import { existsSync } from 'node:fs'
import * as engine from '../engine.ts'
import { host } from '../nodes.ts'
import type { Context, Pull } from './context.ts'
import { readBack } from './read-back.ts'

/** Time between SIGTERM and SIGKILL of a graceful stop, seconds. */
const STOP_GRACE_S = 10

/** The whole router: running, frozen by the cgroup freezer, or stopped in one of three ways. */
export const process: Pull<'process'> = async ({ node, state, how }, context) => {
  const { container } = context.nodes.get(node)
  const before = await look(container)
  if (state === 'stopped') return before.running ? halt(node, how, before, context) : 'not running'
  if (!before.running) await restart(node, container, context)
  if (state === 'paused' && !before.paused) await engine.pause(container)
  if (state === 'running' && before.paused) await engine.unpause(container)
  const after = await look(container)
  if (!after.running || after.paused !== (state === 'paused'))
    throw new Error(JSON.stringify(after))
  return after.paused ? 'paused' : `running as pid ${after.pid}`
}

/** The engine learns of a death some milliseconds later: until then it calls a dead container running. */
const look = async (container: string): Promise<engine.ContainerState> => {
  const state = await engine.inspect(container)
  return { ...state, running: state.running && existsSync(`/proc/${state.pid}/ns/net`) }
}

const halt = async (
  node: string,
  how: string,
  before: engine.ContainerState,
  context: Context,
): Promise<string> => {
  const { container } = context.nodes.get(node)
  if (before.paused) await engine.unpause(container)
  if (how === 'power-loss') await silence(node, context)
  if (how === 'stop')
    await Promise.all([engine.stop(container, STOP_GRACE_S), context.stopping(node)])
  else globalThis.process.kill(before.pid, 'SIGKILL')
  const alive = async () => (existsSync(`/proc/${before.pid}/ns/net`) ? 'alive' : 'gone')
  const answer = await readBack(alive, (text) => text === 'gone')
  if (how !== 'stop') await context.stopping(node)
  return answer
}

// No FIN or RST of the dying sockets may leave: with the host's halves down, the neighbours hear
// nothing and keep their carrier, as when a switch lies between. The veths die with the namespace.
const silence = async (node: string, { nodes }: Context): Promise<void> => {
  const { interfaces } = await nodes.namespace(node)
  const devices = [...interfaces.values()].map(({ hostName }) => hostName)
  await host.run(devices.map((device) => `ip link set dev ${device} down`).join('; '))
}

const restart = async (node: string, container: string, context: Context): Promise<void> => {
  const engineSays = async () => String((await engine.inspect(container)).running)
  await readBack(engineSays, (running) => running === 'false', 10_000)
  await engine.start(container)
  await readBack(engineSays, (running) => running === 'true', 10_000)
  await context.nodes.forget(node)
  await context.started(node)
}
