import { PassThrough } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { AgentMessage, AgentRequest } from '../../agent/protocol.ts'
import { BackendError } from '../../lib/errors.ts'
import { log } from '../../lib/log.ts'
import { awaitFree } from './agent-container.ts'
import { call, type Engine } from './engine.ts'
import { agentName } from './labels.ts'

type WithoutId<Request> = Request extends unknown ? Omit<Request, 'id'> : never
type Event = Extract<AgentMessage, { event: string }>

interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
}

/** How often the lease is renewed. */
const PING_MS = 1000
/** Longer than any revert takes: a router that ignores SIGTERM holds one up for 10 s. */
const CLOSE_PATIENCE_MS = 20_000

/** The controller's end of the agent's stdin and stdout. While it is open, the agent holds what it was told. */
export class AgentClient {
  readonly #stream: NodeJS.ReadWriteStream
  readonly #waiting = new Map<number, Waiting>()
  readonly #listeners = new Set<(event: Event) => void>()
  readonly #pings: NodeJS.Timeout
  readonly #ended: Promise<void>
  readonly #lost = new AbortController()
  #stderr = ''
  #nextId = 1
  #closed = false
  #letGo = false

  /** Starts the lab's agent container with our end attached. */
  static async open(engine: Engine, lab: string): Promise<AgentClient> {
    await awaitFree(engine, lab)
    const container = engine.getContainer(agentName(lab))
    const attach = { stream: true, stdin: true, stdout: true, stderr: true, hijack: true }
    const stream = await call(`attach to ${agentName(lab)}`, () => container.attach(attach))
    await call(`start ${agentName(lab)}`, () => container.start())
    return new AgentClient(engine, stream)
  }

  private constructor(engine: Engine, stream: NodeJS.ReadWriteStream) {
    this.#stream = stream
    const [out, err] = [new PassThrough(), new PassThrough()]
    engine.modem.demuxStream(stream, out, err)
    this.#read(out)
    err.on('data', (text: Buffer) => {
      this.#stderr = (this.#stderr + text).slice(-2000)
    })
    this.#ended = new Promise((resolve) => {
      const end = () => {
        this.#fail()
        resolve()
      }
      stream.on('end', end).on('close', end).on('error', end)
    })
    this.#pings = setInterval(() => void this.ask({ do: 'ping' }).catch(() => undefined), PING_MS)
  }

  /** Aborted when the agent ends before we let it go. */
  get lost(): AbortSignal {
    return this.#lost.signal
  }

  async ask<Result>(request: WithoutId<AgentRequest>): Promise<Result> {
    if (this.#closed) throw this.#gone()
    const id = this.#nextId++
    if (request.do !== 'ping') log.debug(request, `agent: ${request.do}`)
    return new Promise<Result>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject })
      this.#stream.write(`${JSON.stringify({ id, ...request })}\n`)
    })
  }

  /** Calls `listener` for every later event; the result ends that. */
  onEvent(listener: (event: Event) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Lets go: the agent reverts what it holds and ends. Resolves when it has. */
  async close(): Promise<void> {
    clearInterval(this.#pings)
    this.#letGo = true
    if (!this.#closed) this.#stream.end()
    // An engine that hangs must not hang us: the agent reverts whether we see it end or not.
    await Promise.race([this.#ended, sleep(CLOSE_PATIENCE_MS, undefined, { ref: false })])
  }

  #read(out: PassThrough): void {
    let rest = ''
    out.setEncoding('utf8').on('data', (text: string) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) this.#take(JSON.parse(line) as AgentMessage)
    })
  }

  #take(message: AgentMessage): void {
    if ('event' in message) {
      for (const listener of this.#listeners) listener(message)
      return
    }
    const waiting = this.#waiting.get(message.id)
    this.#waiting.delete(message.id)
    if (message.ok) waiting?.resolve(message.result)
    else waiting?.reject(new BackendError(message.error))
  }

  #fail(): void {
    this.#closed = true
    clearInterval(this.#pings)
    for (const { reject } of this.#waiting.values()) reject(this.#gone())
    this.#waiting.clear()
    if (!this.#letGo) this.#lost.abort(this.#gone())
  }

  #gone(): BackendError {
    return new BackendError('the lab agent is gone', {
      output: this.#stderr.split('\n').filter((line) => line !== ''),
      hint: 'chaoslemur heal LAB puts everything back',
    })
  }
}
