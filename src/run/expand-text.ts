/** A timeline as a plan file that replays it exactly: every draw made, every block a start. */
import { Document, isMap, isSeq } from 'yaml'
import { z } from 'zod'
import { formatDuration } from '../lib/duration.ts'
import { formatPercent } from '../lib/units.ts'
import type { Fault } from '../model/fault.ts'
import type { Settings } from '../model/matrix.ts'
import type { Limits, Plan, SteadyState } from '../model/plan.ts'
import type { Activation, ActivationStart, Timeline } from '../model/timeline.ts'
import { loadEntry } from './load-text.ts'
import { faultNamed } from './timeline.ts'

/** Loading the text and expanding it gives the same timeline, but for the places in the file. */
export const timelineToPlan = (
  plan: Plan,
  timeline: Timeline,
  faults: readonly Fault[],
): string => {
  const document = new Document({
    version: 1,
    name: plan.name,
    ...(plan.description !== undefined && { description: plan.description }),
    topology: plan.topologyAsWritten,
    ...(plan.settings && { matrix: matrixText(plan.settings) }),
    seed: plan.seed,
    'steady-state': steadyStateText(plan.steadyState),
    ...(plan.load.length > 0 && { load: plan.load.map(loadEntry) }),
    steps: timeline.map((activation) => stepText(activation, faults)),
    repeat: repeatText(plan),
    limits: limitsText(plan.limits),
    assertions: plan.assertions.map(({ text }) => text),
    ...(plan.contention && { trust: { contention: plan.contention } }),
    ...(plan.control && { control: true }),
    probes: { interval: formatDuration(plan.probes.intervalMs), streams: plan.probes.streams },
  })
  document.commentBefore = ` ${plan.name} with every draw made (seed ${plan.seed}): this file replays it exactly.`
  for (const key of [
    'matrix',
    'steady-state',
    'load',
    'steps',
    'repeat',
    'limits',
    'trust',
    'probes',
  ])
    onOneLine(document.get(key))
  return document.toString({ lineWidth: 0 })
}

/** A line for each entry of a list, or for the map. */
const onOneLine = (node: unknown): void => {
  if (isMap(node)) node.flow = true
  if (isSeq(node)) for (const item of node.items) onOneLine(item)
}

/** One value for each key: it is read as the plan on the topology so changed. */
const matrixText = (settings: Settings) =>
  Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, [value]]))

const steadyStateText = ({ sessions, routes, quietMs, timeoutMs }: SteadyState) => [
  ...(sessions ? [{ sessions: 'all-established' }] : []),
  ...(routes ? [{ routes: 'as-predicted' }] : []),
  ...(quietMs > 0 ? [{ quiet: { for: formatDuration(quietMs) } }] : []),
  { timeout: formatDuration(timeoutMs) },
]

const repeatText = ({ repeat, until }: Plan) => ({
  count: repeat,
  ...(until && {
    until: { measurement: until.text, ci: formatPercent(until.share), min: until.min },
  }),
})

const limitsText = ({ nodesDown, linksDown, keepConnected, faultTtlMs }: Limits) => ({
  ...(nodesDown !== undefined && { 'nodes-down': nodesDown }),
  ...(linksDown !== undefined && { 'links-down': linksDown }),
  ...(keepConnected.length > 0 && { 'keep-connected': keepConnected }),
  'fault-ttl': formatDuration(faultTtlMs),
})

const stepText = (activation: Activation, faults: readonly Fault[]) => {
  const { id, step, fault, params, on, start, forMs } = activation
  const given = z.encode(faultNamed(fault, faults).params, params) as object
  return {
    id,
    ...(id !== step && { of: step }),
    do: fault,
    on: single(on),
    ...(Object.keys(given).length > 0 && { with: given }),
    ...startText(start),
    ...(forMs !== undefined && { for: formatDuration(forMs) }),
  }
}

const startText = (start: ActivationStart) => {
  if (start.type === 'at') return { at: formatDuration(start.atMs) }
  const { activations, event, delayMs } = start
  const delay = delayMs > 0 && { delay: formatDuration(delayMs) }
  return { after: { step: single(activations), event, ...delay } }
}

const single = (names: readonly string[]): string | readonly string[] =>
  names.length === 1 ? (names[0] as string) : names
