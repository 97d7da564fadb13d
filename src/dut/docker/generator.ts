/** The container of our own ends: a flood engine with an address for each of them. */
import { PassThrough } from 'node:stream'
import { remove } from '../../backends/docker/containers.ts'
import { call, type Engine } from '../../backends/docker/engine.ts'
import { RemoteEngine } from '../../flood/remote/client.ts'
import type { Layout } from '../layout.ts'
import { benchLabels } from './labels.ts'
import { putFiles, type SmallFile } from './put-files.ts'

export interface Generator {
  readonly container: string
  readonly engine: RemoteEngine
  remove(): Promise<void>
}

export interface GeneratorWanted {
  readonly bench: string
  readonly image: string
  readonly layout: Layout
  readonly files: readonly SmallFile[]
}

/** The sink's address is the container's own; the sources' are added. */
const SCRIPT =
  'for address in "$@"; do ip address add "$address" dev eth0 || exit 1; done; exec node src/flood/remote/program.js'

/**
 * Its PID namespace is the device's too: the engine sees the device's processes, and they end
 * with it, as it ends with us, because its stdin closes.
 */
export const startGenerator = async (
  engine: Engine,
  { bench, image, layout, files }: GeneratorWanted,
): Promise<Generator> => {
  const name = `${bench}.generator`
  const { sink, sources, prefixLength } = layout
  const addresses = sources.map(({ local }) => `${local}/${prefixLength}`)
  const container = await call(`create ${name}`, () =>
    engine.createContainer({
      name,
      Image: image,
      Cmd: ['sh', '-c', SCRIPT, 'sh', ...addresses],
      Labels: benchLabels(bench, 'generator'),
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      HostConfig: {
        NetworkMode: bench,
        CapAdd: ['NET_ADMIN'],
        LogConfig: { Type: 'none', Config: {} },
      },
      NetworkingConfig: {
        EndpointsConfig: { [bench]: { IPAMConfig: { IPv4Address: sink.local } } },
      },
    }),
  )
  try {
    await putFiles(engine, container.id, files)
    const remote = await attach(engine, container.id, name)
    return { container: container.id, engine: remote, remove: () => remove(engine, container.id) }
  } catch (error) {
    await remove(engine, container.id)
    throw error
  }
}

const attach = async (engine: Engine, id: string, name: string): Promise<RemoteEngine> => {
  const container = engine.getContainer(id)
  const options = { stream: true, stdin: true, stdout: true, stderr: true, hijack: true }
  const stream = await call(`attach to ${name}`, () => container.attach(options))
  const [out, err] = [new PassThrough(), new PassThrough()]
  engine.modem.demuxStream(stream, out, err)
  stream.on('end', () => out.end()).on('close', () => out.end())
  let said = ''
  err.on('data', (text: Buffer) => {
    said = (said + text).slice(-4000)
  })
  const remote = new RemoteEngine(stream as NodeJS.WritableStream as never, out, () => said)
  await call(`start ${name}`, () => container.start())
  await remote.ready()
  return remote
}
