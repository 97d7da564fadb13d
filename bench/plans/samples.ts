import { probeStreams } from '../../src/backends/probe-streams.ts'
import { EPOCH_MS } from '../../src/backends/sim/clock.ts'
import type { SimNetwork } from '../../src/backends/sim/network-types.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Probed, Sample } from './played.ts'
import { roundTrip } from './ways.ts'

/** Looks at the ways of all probe streams; in a long run at fewer and fewer instants. */
export class Sampler {
  readonly samples: Sample[] = []
  readonly #network: SimNetwork
  readonly #plan: Plan
  readonly #streams: ReturnType<typeof streamsOf>
  #instants = 0

  constructor(network: SimNetwork, plan: Plan) {
    this.#network = network
    this.#plan = plan
    this.#streams = streamsOf(plan)
  }

  look(): void {
    const every = 2 ** Math.floor(this.samples.length / DENSE)
    if (this.#streams.length === 0 || this.#instants++ % every !== 0) return
    const { topology } = this.#plan
    const streams = this.#streams.map(({ key, ...stream }): [string, Probed] => [
      key,
      {
        isSenderUp: this.#network.isUp(stream.from),
        reach: roundTrip(this.#network, topology, stream),
      },
    ])
    this.samples.push({ at: EPOCH_MS + this.#network.nowMs, streams: new Map(streams) })
  }
}

const DENSE = 40

export const streamKey = ({
  from,
  to,
  canary,
}: {
  readonly from: string
  readonly to: string
  readonly canary: string
}): string => `${from} ${to} ${canary}`

const streamsOf = ({ topology, probes }: Plan) =>
  probes.intervalMs === 0
    ? []
    : probeStreams(topology, probes.streams).flatMap(({ from, source, targets }) =>
        targets.map(({ to, address: canary }) => ({
          key: streamKey({ from, to, canary }),
          from,
          source,
          canary,
        })),
      )
