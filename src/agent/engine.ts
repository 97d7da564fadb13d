/** The few engine calls that healing needs, over the engine's socket, without a library: the agent's image holds only Node. */
import { request } from 'node:http'

const SOCKET = process.env.CHAOSLEMUR_ENGINE_SOCKET ?? '/var/run/docker.sock'

export interface ContainerState {
  readonly running: boolean
  readonly paused: boolean
  readonly pid: number
}

export const inspect = async (container: string): Promise<ContainerState> => {
  const { State } = (await call('GET', `/containers/${container}/json`)) as {
    State: { Running: boolean; Paused: boolean; Pid: number }
  }
  return { running: State.Running, paused: State.Paused, pid: State.Pid }
}

export const start = (container: string): Promise<unknown> =>
  call('POST', `/containers/${container}/start`)

export const stop = (container: string, graceS: number): Promise<unknown> =>
  call('POST', `/containers/${container}/stop?t=${graceS}`)

export const pause = (container: string): Promise<unknown> =>
  call('POST', `/containers/${container}/pause`)

export const unpause = (container: string): Promise<unknown> =>
  call('POST', `/containers/${container}/unpause`)

/** Ids of all containers with the label, `NAME=VALUE`, that run. */
export const list = async (label: string): Promise<readonly string[]> => {
  const filters = encodeURIComponent(JSON.stringify({ label: [label] }))
  const found = await call('GET', `/containers/json?filters=${filters}`)
  return (found as readonly { readonly Id: string }[]).map(({ Id }) => Id)
}

/** Starts a program in the container's own cgroup and does not wait for it. */
export const execDetached = async (container: string, argv: readonly string[]): Promise<void> => {
  const { Id } = (await call('POST', `/containers/${container}/exec`, { Cmd: argv })) as {
    Id: string
  }
  await call('POST', `/exec/${Id}/start`, { Detach: true })
}

const call = (method: string, path: string, body?: unknown): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body)
    const headers = payload
      ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }
      : {}
    const outgoing = request({ socketPath: SOCKET, method, path, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8')
      response.on('data', (part: string) => {
        text += part
      })
      response.on('end', () => {
        // 304: it is already in the state asked for.
        const ok = (response.statusCode ?? 500) < 400
        if (!ok) reject(new Error(`${method} ${path}: ${response.statusCode} ${text.trim()}`))
        else resolve(/^[[{]/.test(text) ? JSON.parse(text) : undefined)
      })
    })
    outgoing.on('error', reject)
    outgoing.end(payload)
  })
