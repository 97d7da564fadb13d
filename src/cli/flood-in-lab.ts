/** `flood --node`: the same flood as from here, from a container beside a router of a running lab. */
import { labNames } from '../backends/docker/inventory.ts'
import type { DockerTestbed } from '../backends/docker/testbed.ts'
import type { FloodConfig } from '../flood/config.ts'
import type { FloodSetup } from '../flood/types.ts'
import { didYouMean } from '../lib/did-you-mean.ts'
import { InputError } from '../lib/errors.ts'
import { LOAD_LENGTHS, LOAD_POOL } from '../model/load.ts'
import type { Family } from '../model/topology.ts'
import { type Context, dockerOf, kindOf } from './context.ts'
import { runFlood } from './flood-run.ts'
import { labNameOf } from './inputs.ts'

export interface InLab {
  readonly node: string
  /** The only one that runs when absent. */
  readonly lab?: string | undefined
  readonly out?: string | undefined
  readonly events: boolean
  /** The configuration for these peers, sink first, with defaults that suit a lab. */
  configFor(peers: readonly string[], defaults: Readonly<Record<string, string>>): FloodConfig
}

export const floodInLab = async (context: Context, options: InLab): Promise<number> => {
  const { node, out = node, events } = options
  // What is wrong with the parameters is said before anything is touched.
  const { stream } = options.configFor(STAND_INS, {})
  const defaults = defaultsOf(stream.family)
  const backend = dockerOf(context)
  const lab = options.lab ?? (await onlyLab(await labNames(backend.engine)))
  await using testbed = await backend.attach(await labNameOf(context, lab), context.signal)
  for (const name of new Set([node, out])) check(name, testbed, stream.family)
  const place = { id: 'flood', into: node, out, family: stream.family, ranges: [] }
  await using flood = await testbed.flood(place, context.signal)
  const peers = [flood.sink, flood.source].map(
    ({ remote, local, asn, port }) => `${remote},${local},${asn},${port}`,
  )
  const config = options.configFor(peers, defaults)
  const makeEngine = (setup: FloodSetup) => flood.makeEngine(setup)
  // Awaited here: what is in use would be gone before it ends.
  return await runFlood(context, config, { events, makeEngine })
}

/** Peers as they may be, for what can be said before the lab has chosen them. */
export const STAND_INS = ['192.0.2.1,192.0.2.3,65001', '192.0.2.1,192.0.2.2,65000']

/** Prefixes that no lab has: those of a plan's load. */
const defaultsOf = (family: Family): Readonly<Record<string, string>> => ({
  seedPrefix: LOAD_POOL[family].replace(/\/.*/, ''),
  prefixLength: String(LOAD_LENGTHS[family][0]),
  canarySeed: family === 'ipv4' ? '100.127.0.0' : '2001:db8:ffff::',
})

const onlyLab = async (labs: readonly string[]): Promise<string> => {
  if (labs.length === 1) return labs[0] as string
  throw new InputError(labs.length === 0 ? 'no lab is running' : '--lab is missing', {
    hint: labs.length === 0 ? 'chaoslemur up TOPOLOGY' : `running: ${labs.join(', ')}`,
  })
}

const check = (name: string, { topology }: DockerTestbed, family: Family): void => {
  const known = topology.nodes.map((node) => node.name)
  const node = topology.nodes.find((candidate) => candidate.name === name)
  if (!node)
    throw new InputError(`lab ${topology.name} has no node ${name}`, {
      hint: didYouMean(name, known),
    })
  if (!topology.families.includes(family))
    throw new InputError(`lab ${topology.name} has no ${family}`)
  if (!kindOf(node.kind).act.guest)
    throw new InputError(`${name} is of kind ${node.kind}, which carries no load`)
}
