/** tcpdump on a host that has none: from the image of a lab's agent, in one container for all captures. */
import { setTimeout as sleep } from 'node:timers/promises'
import Docker from 'dockerode'

export interface Capture {
  /** Its name in the folder. */
  readonly file: string
  /** A process in whose network namespace it listens; the host's when absent. */
  readonly pid?: number
  readonly device: string
  /** Beside TCP port 179. */
  readonly filter?: string
}

export interface Captures {
  /** Ends them; rejects when they lost packets, so that this cannot pass for a finding. */
  stop(): Promise<void>
}

/** Resolves when all of them listen. Packets are stamped by the kernel, in nanoseconds. */
export const startCaptures = async (
  image: string,
  folder: string,
  wanted: readonly Capture[],
): Promise<Captures> => {
  const container = await new Docker().createContainer({
    Image: image,
    Entrypoint: ['bash', '-c'],
    Cmd: [
      ["trap 'kill $(jobs -p)' TERM", ...wanted.map(commandOf), 'until wait; do :; done'].join(
        '\n',
      ),
    ],
    HostConfig: {
      NetworkMode: 'host',
      PidMode: 'host',
      CapAdd: ['NET_ADMIN', 'NET_RAW', 'SYS_ADMIN', 'SYS_PTRACE'],
      SecurityOpt: ['apparmor=unconfined'],
      Binds: [`${folder}:/out`],
    },
  })
  try {
    await container.start()
    await listening(container, wanted.length)
  } catch (error) {
    await container.remove({ force: true })
    throw error
  }
  return { stop: () => stop(container) }
}

const PATIENCE_MS = 60_000

const listening = async (container: Docker.Container, count: number): Promise<void> => {
  const deadline = performance.now() + PATIENCE_MS
  while ((await outputOf(container)).split('listening on').length <= count) {
    if (performance.now() > deadline) throw new Error('tcpdump does not listen')
    await sleep(100)
  }
}

const commandOf = ({ file, pid, device, filter }: Capture): string => {
  const enter = pid === undefined ? '' : `nsenter -t ${pid} -n `
  // Not in immediate mode: then the ring has a slot of the largest size for each packet, and few of them.
  const options = '-n -s 0 -B 8192 -U --time-stamp-precision=nano -Z root'
  const what = `tcp port 179${filter === undefined ? '' : ` and ${filter}`}`
  return `${enter}tcpdump ${options} -i ${device} -w /out/${file} ${what} &`
}

const stop = async (container: Docker.Container): Promise<void> => {
  try {
    // The kernel hands over what it has at least once a second.
    await sleep(1500)
    await container.kill({ signal: 'SIGTERM' })
    await container.wait()
    const lost = /([1-9]\d*) packets? dropped by/.exec(await outputOf(container))
    if (lost) throw new Error(`the witness itself lost ${lost[1]} packets`)
  } finally {
    await container.remove({ force: true })
  }
}

/** What a container said, both streams. `since`: in seconds since the epoch. */
export const outputOf = async (container: Docker.Container, since = 0): Promise<string> => {
  const raw = await container.logs({ stdout: true, stderr: true, since })
  return unframed(raw as unknown as Buffer)
}

/** The engine puts 8 octets before each piece of output: which stream, and how long. */
const unframed = (raw: Buffer): string => {
  const pieces: Buffer[] = []
  for (let at = 0; at + 8 <= raw.length; ) {
    const length = raw.readUInt32BE(at + 4)
    pieces.push(raw.subarray(at + 8, at + 8 + length))
    at += 8 + length
  }
  return Buffer.concat(pieces).toString('utf8')
}
