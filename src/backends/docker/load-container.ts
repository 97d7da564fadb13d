/** The container of a flood engine beside a lab: without a network until the agent gives it a cable. */
import { PassThrough, type Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { RemoteEngine } from '../../flood/remote/client.ts'
import { remove } from './containers.ts'
import { call, type Engine } from './engine.ts'
import { inventory } from './inventory.ts'
import { LABEL, loadName } from './labels.ts'

export interface LoadContainer extends AsyncDisposable {
  readonly name: string
  readonly remote: RemoteEngine
}

const PROGRAM = ['node', 'src/flood/remote/program.js']
const CLOSE_PATIENCE_MS = 3000

/** Started, and ready to be asked. It ends when its stdin does, however we end, and is removed then. */
export const startLoadContainer = async (
  engine: Engine,
  lab: string,
  id: string,
  image: string,
): Promise<LoadContainer> => {
  const name = loadName(lab, id)
  await remove(engine, name)
  const container = await call(`create ${name}`, () =>
    engine.createContainer({
      name,
      Image: image,
      Cmd: PROGRAM,
      Labels: { [LABEL.lab]: lab, [LABEL.role]: 'load' },
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      HostConfig: {
        NetworkMode: 'none',
        CapDrop: ['ALL'],
        AutoRemove: true,
        LogConfig: { Type: 'none', Config: {} },
        RestartPolicy: { Name: 'no' },
      },
    }),
  )
  const attach = { stream: true, stdin: true, stdout: true, stderr: true, hijack: true }
  const stream = await call(`attach to ${name}`, () => container.attach(attach))
  await call(`start ${name}`, () => container.start())
  const { remote, ended } = connect(engine, stream)
  await remote.ready()
  return {
    name,
    remote,
    async [Symbol.asyncDispose]() {
      stream.end()
      await Promise.race([ended, sleep(CLOSE_PATIENCE_MS, undefined, { ref: false })])
      await remove(engine, name)
    },
  }
}

const connect = (engine: Engine, stream: NodeJS.ReadWriteStream) => {
  const [out, err] = [new PassThrough(), new PassThrough()]
  engine.modem.demuxStream(stream, out, err)
  let words = ''
  err.on('data', (text: Buffer) => {
    words = (words + text).slice(-2000)
  })
  const ended = new Promise<void>((resolve) => {
    const end = () => {
      out.end()
      resolve()
    }
    stream.on('end', end).on('close', end).on('error', end)
  })
  return { remote: new RemoteEngine(stream as unknown as Writable, out, () => words), ended }
}

/** Those that an earlier controller left: nobody drives them any more. */
export const removeLoadContainers = async (engine: Engine, lab: string): Promise<void> => {
  const { containers } = await inventory(engine, lab)
  for (const { id, role } of containers) if (role === 'load') await remove(engine, id)
}
