/** What the network and the probes see, with the time of the clock, for whoever observes. */
import { Channel } from '../../lib/channel.ts'
import type { Observation } from '../../model/observation.ts'
import type { ObserveOptions, Testbed } from '../../model/testbed.ts'
import type { Topology } from '../../model/topology.ts'
import { EPOCH_MS } from './clock.ts'
import { MessageLog } from './message-log.ts'
import type { SimNetwork } from './network-types.ts'
import { Probes } from './probes.ts'

interface Observer {
  readonly channel: Channel<Observation>
  readonly probes: Probes | undefined
  readonly messages: MessageLog | undefined
}

/** The `observe` of a testbed on this network, whose two hooks it takes. */
export const observing = (network: SimNetwork, topology: Topology): Testbed['observe'] => {
  const observers = new Set<Observer>()
  network.onObservation = (seen, message) => {
    const told = onTheClock(seen)
    for (const { channel, messages } of observers) {
      channel.push(told)
      if (message) messages?.write(told, message)
    }
  }
  network.onForwarding = (prefix) => {
    for (const { probes } of observers) probes?.changed(prefix)
  }
  return async (options, signal) => {
    signal.throwIfAborted()
    network.beside?.hideLoad(options.loadRanges ?? [])
    const channel = new Channel<Observation>()
    const tell = (seen: Observation) => channel.push({ ...seen, at: EPOCH_MS + seen.at })
    const { captureFolder } = options
    const messages =
      captureFolder === undefined ? undefined : new MessageLog(captureFolder, topology)
    const observer = { channel, messages, probes: probesOf(network, topology, options, tell) }
    observers.add(observer)
    signal.addEventListener('abort', () => {
      network.beside?.flushLoad()
      observers.delete(observer)
      messages?.close()
      channel.close()
    })
    return channel
  }
}

const onTheClock = (seen: Observation): Observation => {
  const at = EPOCH_MS + seen.at
  return seen.type === 'load-received'
    ? { ...seen, at, since: EPOCH_MS + seen.since }
    : { ...seen, at }
}

const probesOf = (
  network: SimNetwork,
  topology: Topology,
  { probeIntervalMs: intervalMs, probeStreams: limit }: ObserveOptions,
  tell: (seen: Observation) => void,
): Probes | undefined =>
  intervalMs > 0 ? new Probes(network, { topology, intervalMs, limit, tell }) : undefined
