/** Programs that neither the host nor a router need have: run from the image of the lab's agent. */
import { setTimeout as sleep } from 'node:timers/promises'
import type Docker from 'dockerode'
import { until } from './lab.ts'
import { engine } from './look.ts'

export interface ToolEnded {
  readonly status: number
  readonly output: string
}

/** Runs a program in a network: `host`, or `container:NAME` of a router. */
export const runTool = async (
  lab: string,
  network: string,
  argv: readonly string[],
): Promise<ToolEnded> => {
  const container = await startContainer(lab, network, argv)
  try {
    const { StatusCode } = await container.wait()
    return { status: StatusCode, output: await textOf(container) }
  } finally {
    await container.remove({ force: true })
  }
}

/** Listens on every interface of the host while something is done. Gives the lines of tcpdump. */
export const captureDuring = async (
  lab: string,
  filter: string,
  work: () => Promise<void>,
): Promise<readonly string[]> => {
  const options = ['-i', 'any', '-n', '-l', '--immediate-mode', '-Z', 'root', filter]
  const container = await startContainer(lab, 'host', ['tcpdump', ...options])
  try {
    await until(
      () => textOf(container),
      (text) => text.includes('listening on'),
    )
    await work()
    // What was sent last must have passed every interface before we look.
    await sleep(300)
    await container.kill({ signal: 'SIGINT' })
    await container.wait()
    return (await textOf(container)).split(/\r?\n/).filter((line) => / IP6? /.test(line))
  } finally {
    await container.remove({ force: true })
  }
}

const startContainer = async (
  lab: string,
  network: string,
  argv: readonly string[],
): Promise<Docker.Container> => {
  const { Image } = await engine.getContainer(`chaoslemur-${lab}.agent`).inspect()
  const container = await engine.createContainer({
    Image,
    Cmd: [...argv],
    Entrypoint: [],
    Tty: true,
    HostConfig: { NetworkMode: network, CapAdd: ['NET_RAW', 'NET_ADMIN'] },
  })
  await container.start()
  return container
}

const textOf = async (container: Docker.Container): Promise<string> =>
  String(await container.logs({ stdout: true, stderr: true }))
