/** The simulator's door: a network that lives in this process, as long as the testbed is used. */
import { InputError } from '../../lib/errors.ts'
import type { Backend } from '../../model/testbed.ts'
import type { Topology } from '../../model/topology.ts'
import { type ReadyProgress, waitReady } from '../wait-ready.ts'
import { createNetwork } from './network.ts'
import type { KindProfile } from './network-types.ts'
import { findProfile, simulatedKinds } from './profile.ts'
import { simTestbed } from './testbed.ts'

export interface SimOptions {
  /** Of every draw of the network: the same gives the same run. */
  readonly seed: number
  /** In virtual time. */
  readonly readyTimeoutMs: number
  readonly onReady?: (progress: ReadyProgress) => void
}

export const simBackend = ({ seed, readyTimeoutMs, onReady }: SimOptions): Backend => ({
  name: 'sim',
  async up(topology, signal) {
    refuseUnknownKinds(topology)
    const testbed = simTestbed(createNetwork(topology, { seed, profileOf }), topology)
    await waitReady(testbed, readyTimeoutMs, onReady ?? (() => undefined), signal)
    return testbed
  },
  attach: async (lab) => {
    throw notThere(lab)
  },
  down: async (lab) => {
    throw notThere(lab)
  },
})

const notThere = (lab: string): InputError =>
  new InputError(`lab ${lab}: a simulated lab lives only as long as the command that made it`, {
    hint: 'chaoslemur run PLAN --backend sim, or --backend docker for a lab that stays',
  })

const refuseUnknownKinds = ({ nodes }: Topology): void => {
  const unknown = [...new Set(nodes.map(({ kind }) => kind))].filter((kind) => !findProfile(kind))
  if (unknown.length > 0)
    throw new InputError(`the simulator does not know the kind ${unknown.join(', ')}`, {
      hint: `it knows ${simulatedKinds.join(', ')}`,
    })
}

const profileOf = (kind: string): KindProfile => {
  const profile = findProfile(kind)
  if (!profile) throw new Error(`no profile of ${kind}`)
  return profile
}
