/** An engine that writes down what it was asked, and answers as it was told to. */
import type {
  CanaryTimes,
  Engine,
  FloodSetup,
  SessionUp,
  Transfer,
  TransferResult,
} from '../../src/flood/types.ts'

export type Answer = Partial<TransferResult> | Error

export interface Script {
  /** Of the n-th transfer, from 1; a complete one when absent. */
  transfer?(n: number, job: Transfer): Answer | undefined
  /** Canaries that do not come back, by number of the call, from 1. */
  canariesLost?(call: number): boolean
  establish?(): Error | undefined
}

export class RecordingEngine implements Engine {
  readonly calls: string[] = []
  readonly jobs: Transfer[] = []
  readonly #setup: FloodSetup
  readonly #script: Script
  #canaries = 0
  #nowMs = 1_000_000

  constructor(setup: FloodSetup, script: Script = {}) {
    this.#setup = setup
    this.#script = script
  }

  async establish(): Promise<readonly SessionUp[]> {
    this.calls.push('establish')
    const error = this.#script.establish?.()
    if (error) throw error
    return this.#sessions()
  }

  async restart(): Promise<readonly SessionUp[]> {
    this.calls.push('restart')
    return this.#sessions()
  }

  async transfer(
    job: Transfer,
    _signal: AbortSignal,
    onProgress?: Parameters<Engine['transfer']>[2],
  ): Promise<TransferResult> {
    this.jobs.push(job)
    this.calls.push(`${kindOf(job)} ${job.sources}`)
    const answer = this.#script.transfer?.(this.jobs.length, job) ?? {}
    if (answer instanceof Error) throw answer
    const result = { ...this.#complete(job), ...answer }
    onProgress?.({ ...result, atMs: result.sentAtMs })
    return result
  }

  async canaries(): Promise<readonly CanaryTimes[]> {
    this.calls.push('canaries')
    this.#canaries += 1
    const lost = this.#script.canariesLost?.(this.#canaries) ?? false
    return this.#setup.sources.map((_, i) => canary(i + 1, this.#tick(), lost ? undefined : 2))
  }

  keepalive(): void {
    this.calls.push('keepalive')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.calls.push('dispose')
  }

  #sessions(): readonly SessionUp[] {
    const { sink, sources } = this.#setup
    const all = [...(sink ? [{ role: 'sink' as const, peer: sink }] : [])].concat(
      sources.map((peer) => ({ role: 'source', peer }) as never),
    )
    return all.map(({ role, peer }, index) => {
      return { role, peer, index, peerAsn: 64504, internal: false, afterMs: 3 + index }
    })
  }

  /** Takes 10 ms a transfer; each one a millisecond longer than the one before. */
  #complete({ updates = 100, stream }: Transfer): TransferResult {
    const startedAtMs = this.#tick()
    const prefixes = updates * (stream.type === 'synthetic' ? stream.groupSize : 1)
    return {
      outcome: 'complete',
      startedAtMs,
      sentAtMs: startedAtMs + 5,
      firstUpdateAtMs: startedAtMs + 1,
      completedAtMs: startedAtMs + 9 + this.jobs.length,
      lastUpdateAtMs: startedAtMs + 9 + this.jobs.length,
      updatesSent: updates,
      prefixesSent: prefixes,
      octetsSent: updates * 64,
      updatesReceived: updates,
      prefixesReceived: prefixes,
      withdrawalsReceived: 0,
      octetsReceived: updates * 64,
      expectedPrefixes: prefixes,
      missingPrefixes: 0,
      repeatedPrefixes: 0,
      foreignPrefixes: 0,
      head: this.#setup.sources.map((_, i) => canary(i + 1, startedAtMs, 1)),
      tail: this.#setup.sources.map((_, i) => canary(i + 1, startedAtMs + 5, 6)),
      blockedMs: 0,
    }
  }

  #tick(): number {
    this.#nowMs += 1000
    return this.#nowMs
  }
}

const canary = (source: number, sentAtMs: number, afterMs: number | undefined): CanaryTimes => ({
  source,
  prefix: `192.168.255.${source}/32`,
  sentAtMs,
  ...(afterMs === undefined ? {} : { seenAtMs: sentAtMs + afterMs }),
})

const kindOf = ({ stream, pace, endOfRib, canaries, until }: Transfer): string => {
  if (stream.type === 'encoded') return 'file'
  if (pace.type === 'window') return 'rate'
  if (endOfRib) return 'condition'
  return canaries || until !== 'prefixes' ? 'burst' : 'function'
}
