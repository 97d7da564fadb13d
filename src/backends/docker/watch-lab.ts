/**
 * Watches a running lab by way of the engine alone: logs, kernel routes and interfaces, containers
 * that come and go. The agent stays free for whoever breaks something meanwhile.
 */
import { setMaxListeners } from 'node:events'
import { explain } from '../../lib/errors.ts'
import type { Observation } from '../../model/observation.ts'
import type { Clock } from '../../model/testbed.ts'
import type { NodeName, Topology } from '../../model/topology.ts'
import type { Engine } from './engine.ts'
import { followContainers } from './follow-containers.ts'
import { followKernel } from './follow-kernel.ts'
import { containerName } from './labels.ts'
import { followLog } from './logs.ts'

export interface Watching {
  readonly engine: Engine
  readonly topology: Topology
  readonly clock: Pick<Clock, 'now'>
  /** Routes and interfaces too, where nobody else tells of them. */
  readonly kernels: boolean
  /** The kernels, the containers, and what could not be watched. */
  onSeen(seen: Observation): void
  /** A line of a router's log, with the engine's time stamp in front. */
  onLine(node: NodeName, stamped: string): void
}

/** Resolves when the last router of the lab is removed; rejects when the signal aborts. */
export const watchLab = async (watching: Watching, signal: AbortSignal): Promise<void> => {
  setMaxListeners(0, signal)
  const { engine, topology, clock, kernels, onSeen } = watching
  const failed = (node: NodeName, what: string) =>
    onSeen({ at: clock.now(), type: 'observer-failed', node, what })
  const watchKernel = (node: NodeName): void => {
    if (!kernels) return
    void followKernel({ engine, topology, node, onSeen }, signal).catch((error) => {
      if (!signal.aborted) failed(node, `its kernel cannot be watched: ${explain(error)}`)
    })
  }
  for (const { name } of topology.nodes) {
    followNodeLog(watching, name, failed, signal)
    watchKernel(name)
  }
  // A router that starts has a new network namespace.
  await followContainers({ engine, topology, onSeen, onStart: watchKernel }, signal)
}

const followNodeLog = (
  { engine, topology, clock, onLine }: Watching,
  node: NodeName,
  failed: (node: NodeName, what: string) => void,
  signal: AbortSignal,
): void =>
  followLog(
    {
      engine,
      clock,
      container: containerName(topology.name, node),
      stamped: true,
      onLine: (line) => onLine(node, line),
      onLost: (what) => failed(node, what),
    },
    signal,
  )
