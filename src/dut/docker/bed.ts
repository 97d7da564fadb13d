/** A device under test and our own ends around it, in Docker: made, used, and gone again. */
import { randomBytes } from 'node:crypto'
import { agentBase } from '../../backends/docker/agent-image.ts'
import type { Engine } from '../../backends/docker/engine.ts'
import { floodImage } from '../../backends/docker/flood-image.ts'
import { ensureImage } from '../../backends/docker/images.ts'
import type { RemoteEngine } from '../../flood/remote/client.ts'
import type { FloodPeer, FloodSetup } from '../../flood/types.ts'
import type { ReadTemplate } from '../../model/kind.ts'
import type { Dut } from '../dut.ts'
import { type End, type Layout, layoutOf, type SendersWanted } from '../layout.ts'
import { type Device, startDevice } from './device.ts'
import { startGenerator } from './generator.ts'
import { createBenchNetwork } from './network.ts'
import type { SmallFile } from './put-files.ts'

export interface BedWanted {
  readonly dut: Dut
  readonly senders: SendersWanted
  /** Limits of the device; none when absent. */
  readonly cpus?: number | undefined
  readonly memoryBytes?: number | undefined
  /** For the generator, to be sent. */
  readonly files?: readonly SmallFile[]
}

export interface BedParts {
  readonly engine: Engine
  readonly read: ReadTemplate
  /** Text of docker/agent.Dockerfile. */
  readonly agentDockerfile: string
  note(line: string): void
}

export interface Bed extends AsyncDisposable {
  readonly layout: Layout
  readonly device: Device
  readonly generator: RemoteEngine
}

export const openBed = async (
  parts: BedParts,
  { dut, senders, cpus, memoryBytes, files = [] }: BedWanted,
  signal: AbortSignal,
): Promise<Bed> => {
  const { engine, read } = parts
  const images = await ensureImages(parts, dut)
  signal.throwIfAborted()
  const bench = `chaoslemur-bench.${randomBytes(4).toString('hex')}`
  const undo: (() => Promise<void>)[] = []
  const removeAll = () => undoAll(undo)
  try {
    const network = await createBenchNetwork(engine, bench)
    undo.push(network.remove)
    const layout = layoutOf(network.subnet, senders)
    const wanted = { bench, image: images.flood, layout, files }
    const generator = await startGenerator(engine, wanted)
    undo.push(generator.remove)
    const beside = generator.container
    const device = await startDevice(
      engine,
      { bench, image: images.dut, dut, setup: layout.setup, beside, cpus, memoryBytes },
      read,
      signal,
    )
    undo.push(device.remove)
    return { layout, device, generator: generator.engine, [Symbol.asyncDispose]: removeAll }
  } catch (error) {
    await removeAll()
    throw error
  }
}

/** In reverse order, all of it, also when a step fails; the first failure is the error. */
const undoAll = async (undo: (() => Promise<void>)[]): Promise<void> => {
  const errors: unknown[] = []
  for (let step = undo.pop(); step; step = undo.pop()) {
    await step().catch((error: unknown) => errors.push(error))
  }
  if (errors.length > 0) throw errors[0]
}

/** Sink and sources of the layout, ready for `open`. The rest is the caller's. */
export const floodPeers = (layout: Layout): Pick<FloodSetup, 'sources'> & { sink: FloodPeer } => {
  const peer = ({ local, asn }: End): FloodPeer => ({
    remote: layout.setup.address,
    port: 179,
    local,
    asn,
  })
  return { sink: peer(layout.sink), sources: layout.sources.map(peer) }
}

const ensureImages = async ({ engine, read, agentDockerfile, note }: BedParts, dut: Dut) => {
  const announce = (tag: string) => note(`building image ${tag}`)
  const base = agentBase(agentDockerfile)
  const image = { repository: `chaoslemur/dut-${dut.name}`, files: dut.image(read) }
  await ensureImage(engine, base, announce)
  const flood = await ensureImage(engine, floodImage(base), announce)
  return { flood, dut: await ensureImage(engine, image, announce) }
}
