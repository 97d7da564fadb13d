/** Which wait stands between two links of a chain: a timer, a wire, or the router's own work. */
import { formatDuration } from '../../lib/duration.ts'
import type { Timers, Topology } from '../../model/topology.ts'
import { formatMs } from '../quantity.ts'
import type { Link } from './chain.ts'

interface Between {
  readonly effect: Link
  /** Absent for the fault itself. */
  readonly cause: Link | undefined
  /** Router that had to do something. */
  readonly actor: string
  readonly ms: number
  readonly topology: Topology
  readonly timers: Readonly<Record<string, Timers>>
}

export const waitText = (between: Between): string => {
  const { effect, actor } = between
  switch (effect.type) {
    case 'update-received':
      return passedOn(between)
    case 'fib-changed':
      return `${actor}: decision, and the way into its FIB`
    case 'session-changed':
      return effect.up ? setUp(between) : noticed(between, effect.reason)
    case 'interface-changed':
      return effect.up ? 'the interface came back' : 'the interface saw it'
    case 'node-changed':
      return effect.running ? `${actor} was started` : `${actor} stopped`
  }
}

const setUp = ({ actor, timers }: Between): string => {
  const { connectRetryMs } = timers[actor] ?? {}
  const retry =
    connectRetryMs === undefined ? '' : ` (ConnectRetry ${formatDuration(connectRetryMs)})`
  return `${actor}: connecting and setting the session up${retry}`
}

const noticed = ({ actor, timers }: Between, reason: string): string => {
  const { holdMs } = timers[actor] ?? {}
  if (/hold/i.test(reason) && holdMs !== undefined)
    return `${actor}: hold timer (${formatDuration(holdMs)}, counted from the last message before the fault)`
  return `${actor}: detection${reason ? ` (${reason})` : ''}`
}

/** MRAI may wait up to its length (RFC 4271 section 9.2.1.1); what is left is the router's own work. */
const passedOn = ({ effect, cause, actor, ms, topology, timers }: Between): string => {
  const wireMs = delayBetween(topology, actor, effect.node)
  const isInner = asnOf(topology, actor) === asnOf(topology, effect.node)
  const { mraiMs = 0, ibgpMraiMs } = timers[actor] ?? {}
  const mrai = isInner ? (ibgpMraiMs ?? mraiMs) : mraiMs
  const wire = wireMs > 0 ? `, ${formatMs(wireMs)} of it on the link` : ''
  const rest = ms - wireMs
  if (cause?.type === 'session-changed' && cause.up)
    return `${actor}: first UPDATEs of the new session${wire}`
  if (mrai === 0) return `${actor}: processing (its MRAI is 0)${wire}`
  if (rest > mrai * 1.1)
    return `${actor}: processing, or more than one turn of its MRAI (${formatDuration(mrai)})${wire}`
  return `${actor}: processing and its MRAI (up to ${formatDuration(mrai)})${wire}`
}

const delayBetween = ({ links }: Topology, from: string, to: string): number => {
  const between = links.find(
    ({ ends: [a, b] }) => (a.node === from && b.node === to) || (a.node === to && b.node === from),
  )
  return between?.shape.delayMs ?? 0
}

const asnOf = ({ nodes }: Topology, node: string): number | undefined =>
  nodes.find(({ name }) => name === node)?.asn
