import type { Topology } from '../model/topology.ts'
import { nothing, perWindow } from './metric.ts'
import { routeUpdates, sumByNode } from './route-updates.ts'

/**
 * How often each prefix that was affected was told over each side of each session: 1 when everybody
 * hears of every change once from everyone. One sample, the network; of a node, over its own sessions.
 */
export const amplification = perWindow({
  name: 'amplification',
  unit: 'count',
  summary: 'Announcements and withdrawals for each affected prefix and each side of each session.',
  figure: (window) => {
    const received = routeUpdates(window)
    if (received.length === 0) return nothing('no UPDATE was received')
    const told = sumByNode(
      received,
      ({ announced, withdrawn }) => announced.length + withdrawn.length,
    )
    const sides = sidesByNode(window.iteration.started?.topology)
    const all = Object.values(sides).reduce((sum, count) => sum + count, 0)
    if (all === 0) return nothing('the network has no session')
    const affected = new Set(received.flatMap((event) => [...event.announced, ...event.withdrawn]))
    const changes = Object.values(told).reduce((sum, count) => sum + count, 0)
    return {
      value: changes / (affected.size * all),
      by: Object.fromEntries(
        Object.entries(told).map(([node, count]) => [
          node,
          count / (affected.size * (sides[node] ?? 1)),
        ]),
      ),
    }
  },
})

const sidesByNode = (topology: Topology | undefined): Readonly<Record<string, number>> =>
  sumByNode(topology?.sessions.flatMap(({ ends }) => ends) ?? [], () => 1)
