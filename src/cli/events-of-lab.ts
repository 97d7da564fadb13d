/** The readable log of a running lab. */
import type { Engine } from '../backends/docker/engine.ts'
import { topologyOf } from '../backends/docker/index.ts'
import { labNames } from '../backends/docker/inventory.ts'
import { readLog } from '../backends/docker/keep-logs.ts'
import { watchLab } from '../backends/docker/watch-lab.ts'
import { wallClockMs } from '../flood/wall-clock.ts'
import { InputError } from '../lib/errors.ts'
import { mapLimit } from '../lib/map-limit.ts'
import { type Names, namesOf } from '../log/names.ts'
import { lineTeller, tellLog } from '../log/router-log.ts'
import { isWanted, pickPrefix, type Wanted } from '../log/select.ts'
import { lineJson, lineText } from '../log/show.ts'
import type { Told } from '../log/told.ts'
import { tellEvent } from '../log/words.ts'
import type { Observation } from '../model/observation.ts'
import type { Topology } from '../model/topology.ts'
import { type Context, dockerOf } from './context.ts'
import { plainWanted, type Selection } from './events-selection.ts'
import { labNameOf } from './inputs.ts'

export interface LabOptions extends Selection {
  readonly follow?: boolean
  readonly messages?: boolean
  readonly repeat?: string
  readonly story?: boolean
}

export const showLab = async (
  context: Context,
  lab: string,
  options: LabOptions,
): Promise<void> => {
  refuseRunOptions(options)
  const { engine } = dockerOf(context)
  const name = await labNameOf(context, lab)
  if (!(await labNames(engine)).includes(name))
    throw new InputError(`there is neither a run nor a lab ${name}`, {
      hint: '--runs says where run folders are; chaoslemur status lists the labs',
    })
  const topology = await topologyOf(engine, name)
  const wanted = wantedOf(topology, options)
  const show = showing(context, topology, wanted)
  const seen: Seen = { topology, names: namesOf(topology), wanted, show }
  await (options.follow ? follow(context, seen, options) : showLogs(engine, seen))
}

interface Seen {
  readonly topology: Topology
  readonly names: Names
  readonly wanted: Wanted
  show(told: Told): void
}

const refuseRunOptions = (options: LabOptions): void => {
  for (const name of ['fault', 'from', 'to', 'repeat', 'story'] as const)
    if (options[name])
      throw new InputError(`--${name} is for runs: a lab has neither a plan nor a beginning`)
  if (options.messages && !options.follow)
    throw new InputError('--messages: what routers told each other is not kept; add --follow')
}

const wantedOf = (topology: Topology, options: LabOptions): Wanted => {
  const { prefix } = options
  const own = topology.nodes.flatMap(({ networks }) => networks.map((network) => network.prefix))
  return {
    ...plainWanted(topology, options),
    // One that nobody is configured with may be announced all the same.
    prefix: prefix === undefined ? undefined : (pickPrefix(prefix, own)?.prefix ?? prefix),
  }
}

const showing = (
  { options: { json }, print }: Context,
  { nodes }: Topology,
  wanted: Wanted,
): Seen['show'] => {
  const width = Math.max(...nodes.map(({ name }) => name.length))
  const colours = process.stdout.isTTY === true && process.env.NO_COLOR === undefined
  return (told) => {
    if (isWanted(told, wanted)) print(json ? lineJson(told) : lineText(told, { colours, width }))
  }
}

/** What the routers logged until now. */
const showLogs = async (engine: Engine, { topology, names, show }: Seen): Promise<void> => {
  const logs = await mapLimit(topology.nodes, 8, async ({ name: node, kind }) => {
    const lines = await readLog(engine, topology.name, node, 0)
    return tellLog({ node, kind, lines }, names)
  })
  for (const told of logs.flat().sort((a, b) => a.at - b.at)) show(told)
}

const follow = async (
  context: Context,
  { topology, names, wanted, show }: Seen,
  { messages = false }: LabOptions,
): Promise<void> => {
  const { engine } = dockerOf(context)
  const tellers = new Map(
    topology.nodes.map(({ name, kind }) => [name, lineTeller({ node: name, kind }, names)]),
  )
  const onSeen = (seen: Observation) => show(tellEvent(seen, { names, only: wanted.prefix }))
  const over = new AbortController()
  const signal = AbortSignal.any([context.signal, over.signal])
  const end = (reason: unknown): void => over.abort(reason)
  const listening = messages ? await listen(context, topology.name, { onSeen, end }, signal) : []
  const watching = {
    engine,
    topology,
    clock: { now: wallClockMs },
    kernels: !messages,
    onSeen,
    onLine: (node: string, line: string) => {
      const told = tellers.get(node)?.(line)
      if (told) show(told)
    },
  }
  context.note(`watching ${topology.name}; Ctrl-C ends it`)
  try {
    await watchLab(watching, signal)
    context.note(`lab ${topology.name} is gone`)
  } finally {
    end(new Error('nobody watches any more'))
    await Promise.all(listening)
  }
}

/** Through the agent, which captures what arrives. Gives what must be waited for: that it was let go. */
const listen = async (
  context: Context,
  lab: string,
  { onSeen, end }: { onSeen(seen: Observation): void; end(reason: unknown): void },
  signal: AbortSignal,
): Promise<readonly Promise<void>[]> => {
  const testbed = await dockerOf(context).attach(lab, signal)
  const read = async (): Promise<void> => {
    const stream = await testbed.observe({ probeIntervalMs: 0, probeStreams: 0 }, signal)
    // Sessions are told by the routers' logs, and containers by the engine.
    for await (const seen of stream) if (!TOLD_ELSEWHERE.has(seen.type)) onSeen(seen)
  }
  return [
    read()
      .catch(end)
      .finally(() => testbed[Symbol.asyncDispose]()),
  ]
}

const TOLD_ELSEWHERE: ReadonlySet<string> = new Set<Observation['type']>([
  'session-changed',
  'node-changed',
])
