/** One cut and its heal, watched by the product or not, and timed in both cases by one capture on the host. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Docker from 'dockerode'
import type { DockerBackend } from '../../src/backends/docker/index.ts'
import type { Effect } from '../../src/model/effect.ts'
import type { Testbed } from '../../src/model/testbed.ts'
import type { Topology } from '../../src/model/topology.ts'
import { changes, fold } from '../../src/run/fold.ts'
import { openJournal } from '../../src/run/journal.ts'
import { observe } from '../../src/run/observe.ts'
import { startCaptures } from '../truth/captures.ts'
import { readMessages } from '../truth/messages.ts'
import { startMonitor } from '../truth/monitor.ts'
import { readPackets } from '../truth/packets.ts'
import { readMonitor } from '../truth/texts.ts'
import { type ProcessorTime, processorTime } from './processor-time.ts'
import { type Reaction, reaction } from './reaction.ts'

export interface Trial {
  readonly cut: Reaction
  readonly heal: Reaction
  /** While it was watched, or would have been; without the start of the observers. */
  readonly used: ProcessorTime
  readonly seconds: number
  /** Of the observers: to begin, processor seconds of them and the agent. */
  readonly startSeconds: number
  /** Containers of others that the engine worked for at the same time. */
  readonly strangers: number
}

export interface TrialOptions {
  readonly backend: DockerBackend
  readonly topology: Topology
  /** Of the link that is cut. */
  readonly link: string
  /** The network of all addresses on links. */
  readonly pool: string
  readonly observed: boolean
  readonly probes: { readonly probeIntervalMs: number; readonly probeStreams: number }
}

const BEFORE_MS = 2_000
/** For each of the two, longer than the network needs. */
const LONG_MS = 8_000

export const tryOnce = async (options: TrialOptions, signal: AbortSignal): Promise<Trial> => {
  const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-overhead-'))
  const { backend, topology, pool } = options
  // A new agent each time: the last one's observers end with it.
  await using testbed = await backend.attach(topology.name, signal)
  await calm(testbed, signal)
  const image = await imageOf(topology.name)
  const capture = { file: 'host.pcap', device: 'any', filter: `net ${pool}` }
  const captures = await startCaptures(image, folder, [capture])
  const monitors = (await endsOf(options)).map(startMonitor)
  try {
    const acted = await act(testbed, options, folder, signal)
    await captures.stop()
    const messages = readMessages(readPackets(readFileSync(join(folder, capture.file))))
    const texts = await Promise.all(monitors.map((monitor) => monitor.stop()))
    const carriers = texts.flatMap((text) => readMonitor(text).links)
    const { cutAt, healAt, endAt, ...rest } = acted
    const seen = { messages, carriers }
    return {
      ...rest,
      strangers: await strangersOf(topology.name),
      cut: reaction(seen, { carrier: false, from: cutAt, to: healAt }),
      heal: reaction(seen, { carrier: true, from: healAt, to: endAt }),
    }
  } finally {
    await Promise.all(monitors.map((monitor) => monitor.stop()))
    rmSync(folder, { recursive: true, force: true })
  }
}

const act = async (
  testbed: Testbed,
  { topology, link, observed, probes }: TrialOptions,
  folder: string,
  signal: AbortSignal,
) => {
  const { name } = topology
  const idle = await processorTime(name)
  const journal = openJournal(join(folder, 'events.jsonl'))
  const watched = { ...probes, captureFolder: join(folder, 'captures') }
  const observing = observed ? await observe({ testbed, journal }, watched, signal) : undefined
  await sleep(BEFORE_MS)
  const before = await processorTime(name)
  const startedAt = performance.now()
  const effects = topology.links
    .filter(({ id }) => id === link)
    .flatMap(({ id, ends }) =>
      ends.map(({ node }): Effect => ({ lever: 'carrier', end: { link: id, node }, up: false })),
    )
  await sleep(BEFORE_MS)
  const cutAt = await change(testbed, [], effects, signal)
  await sleep(LONG_MS)
  const healAt = await change(testbed, effects, [], signal)
  await sleep(LONG_MS)
  const endAt = testbed.clock.now()
  const seconds = (performance.now() - startedAt) / 1000
  const after = await processorTime(name)
  await observing?.stop()
  journal.close()
  const startSeconds = observersOf(minus(before, idle))
  return { cutAt, healAt, endAt, seconds, used: minus(after, before), startSeconds }
}

export const minus = (a: ProcessorTime, b: ProcessorTime): ProcessorTime =>
  Object.fromEntries(
    Object.entries(a).map(([who, value]) => [who, value - b[who as keyof ProcessorTime]]),
  ) as Record<keyof ProcessorTime, number>

const observersOf = (time: ProcessorTime): number =>
  time.tcpdump + time['ip monitor'] + time.fping + time.agent

/** When it was commanded. */
const change = async (
  testbed: Testbed,
  before: readonly Effect[],
  after: readonly Effect[],
  signal: AbortSignal,
): Promise<number> => {
  const { topology } = testbed
  const states = changes(fold(before, topology), fold(after, topology), topology)
  const applied = await testbed.apply(states, signal)
  const failed = applied.find(({ verifiedAt }) => verifiedAt === undefined)
  if (failed) throw new Error(`not verified: ${failed.subject}: ${failed.readBack}`)
  return Math.min(...applied.map(({ commandedAt }) => commandedAt))
}

/** Every session is Established, and was for a while. */
const calm = async (testbed: Testbed, signal: AbortSignal): Promise<void> => {
  for (const { name } of testbed.topology.nodes)
    while ((await testbed.sessions(name, signal)).some(({ state }) => state !== 'Established')) {
      signal.throwIfAborted()
      await sleep(500)
    }
  await sleep(BEFORE_MS)
}

const imageOf = async (lab: string): Promise<string> =>
  (await new Docker().getContainer(`chaoslemur-${lab}.agent`).inspect()).Image

const strangersOf = async (lab: string): Promise<number> =>
  (await new Docker().listContainers()).filter(
    ({ Labels }) => Labels['chaoslemur.lab'] !== lab && Labels['chaoslemur.lab'] !== undefined,
  ).length

/** Processes of the routers at both ends of the link. */
const endsOf = ({ topology, link }: TrialOptions): Promise<readonly number[]> =>
  Promise.all(
    topology.links
      .filter(({ id }) => id === link)
      .flatMap(({ ends }) =>
        ends.map(async ({ node }) => {
          const container = new Docker().getContainer(`chaoslemur-${topology.name}-${node}`)
          return (await container.inspect()).State.Pid
        }),
      ),
  )
