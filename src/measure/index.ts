/** The registry of measurements, in the order of the report. */
import type { RunEvent } from '../model/event.ts'
import type { Measurement } from '../model/measurement.ts'
import { aadiff } from './aadiff.ts'
import { aadup } from './aadup.ts'
import { amplification } from './amplification.ts'
import { blackholeTime } from './blackhole-time.ts'
import { convergence } from './convergence.ts'
import { convergenceByNode } from './convergence-by-node.ts'
import { convergenceByPrefix } from './convergence-by-prefix.ts'
import { cpuTime } from './cpu-time.ts'
import { detection } from './detection.ts'
import { detourTime } from './detour-time.ts'
import { fibConvergence } from './fib-convergence.ts'
import { firstRouteConvergence } from './first-route-convergence.ts'
import { firstUpdate } from './first-update.ts'
import { fullConvergence } from './full-convergence.ts'
import { iterationsOf } from './iteration.ts'
import { loadCanary } from './load-canary.ts'
import { loadRate } from './load-rate.ts'
import { loadSessionLosses } from './load-session-losses.ts'
import { loadUpdates } from './load-updates.ts'
import { loopTime } from './loop-time.ts'
import { lossOfConnectivity } from './loss-of-connectivity.ts'
import { lostCanaries } from './lost-canaries.ts'
import { lostPrefixes } from './lost-prefixes.ts'
import { memoryPeak } from './memory-peak.ts'
import type { Metric } from './metric.ts'
import { packing } from './packing.ts'
import { pathsExplored } from './paths-explored.ts'
import { reaction } from './reaction.ts'
import { ribFibLag } from './rib-fib-lag.ts'
import { routeConvergence } from './route-convergence.ts'
import { sessionResets } from './session-resets.ts'
import { updates } from './updates.ts'
import { wadiff } from './wadiff.ts'
import { wadup } from './wadup.ts'
import { windowsOf } from './window.ts'
import { withdrawals } from './withdrawals.ts'
import { wwdup } from './wwdup.ts'

export const measurements: readonly Metric[] = [
  detection,
  firstUpdate,
  convergence,
  reaction,
  convergenceByNode,
  convergenceByPrefix,
  fibConvergence,
  ribFibLag,
  firstRouteConvergence,
  fullConvergence,
  routeConvergence,
  lossOfConnectivity,
  blackholeTime,
  loopTime,
  detourTime,
  updates,
  withdrawals,
  aadiff,
  aadup,
  wadiff,
  wadup,
  wwdup,
  packing,
  amplification,
  pathsExplored,
  sessionResets,
  cpuTime,
  memoryPeak,
  lostPrefixes,
  loadRate,
  loadCanary,
  lostCanaries,
  loadUpdates,
  loadSessionLosses,
]

/** Names as used in assertions. */
export const metricNames: readonly string[] = measurements.map(({ name }) => name)

/** All figures of a run from its journal, and from nothing else: the same journal gives the same figures. */
export const measureAll = (journal: readonly RunEvent[]): Measurement[] => {
  const iterations = iterationsOf(journal)
  const windows = windowsOf(iterations)
  return measurements.flatMap((metric) => metric.measure(windows, iterations))
}
