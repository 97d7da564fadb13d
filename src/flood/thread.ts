/** A thread of the engine, as the engine calls it. */
import { Worker } from 'node:worker_threads'
import type { SharedMemory } from './shared.ts'
import { type Answer, errorOf } from './thread-protocol.ts'
import type { Calls } from './worker.ts'

interface Waiting {
  resolve(result: unknown): void
  reject(error: Error): void
}

export class Thread {
  readonly #worker: Worker
  readonly #waiting = new Map<number, Waiting>()
  #calls = 0
  #dead: Error | undefined

  constructor(memory: SharedMemory) {
    this.#worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: { memory } })
    this.#worker.on('message', (answer: Answer) => this.#answered(answer))
    this.#worker.on('error', (error: Error) => this.#died(error))
    this.#worker.on('exit', () => this.#died(new Error('a thread of the engine has ended')))
    // Whoever waits for an answer keeps the program alive; the thread alone does not.
    this.#worker.unref()
  }

  call<Name extends keyof Calls>(
    name: Name,
    ...args: Parameters<Calls[Name]>
  ): Promise<Awaited<ReturnType<Calls[Name]>>> {
    return new Promise((resolve, reject) => {
      if (this.#dead) return reject(this.#dead)
      this.#calls += 1
      this.#waiting.set(this.#calls, {
        resolve: resolve as (result: unknown) => void,
        reject,
      })
      this.#worker.ref()
      this.#worker.postMessage({ id: this.#calls, call: name, args })
    })
  }

  /** The same, for what needs no answer: a thread that is gone needs not be told either. */
  tell<Name extends keyof Calls>(name: Name, ...args: Parameters<Calls[Name]>): void {
    this.call(name, ...args).catch(() => {})
  }

  async end(): Promise<void> {
    await this.#worker.terminate()
  }

  #answered({ id, result, error }: Answer): void {
    const waiting = this.#waiting.get(id)
    this.#waiting.delete(id)
    if (this.#waiting.size === 0) this.#worker.unref()
    if (error) waiting?.reject(errorOf(error))
    else waiting?.resolve(result)
  }

  #died(error: Error): void {
    this.#dead ??= error
    for (const { reject } of this.#waiting.values()) reject(this.#dead)
    this.#waiting.clear()
  }
}
