/**
 * The kernel's routing table, written through one long-lived `ip -batch`. Only the newest state of
 * each prefix waits while the kernel is busy. When this process dies, however it does, the shell
 * around `ip` sees the end of its input and takes our routes back.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { ROUTE_PROTOCOL } from '../model/lemur-config.ts'

export interface Gateway {
  readonly address: string
  /** Needed with link-local addresses. */
  readonly device?: string | undefined
}

/** Packets to the prefix are dropped, or go to these gateways. */
export type KernelRoute = 'blackhole' | readonly Gateway[]

/** Where routes are put. */
export type RouteSink = Pick<Kernel, 'set'>

export class Kernel {
  readonly #child: ChildProcess
  readonly #waiting = new Map<string, string>()
  readonly #installed = new Map<string, string>()
  #isScheduled = false
  #isBusy = false

  constructor() {
    // A session of its own: a signal to our group must not end it before we have said the last word.
    this.#child = spawn('sh', ['-c', `${FLUSH}; ip -force -batch -; ${FLUSH}`], {
      stdio: ['pipe', 'ignore', 'inherit'],
      detached: true,
    })
    this.#child.stdin?.on('drain', () => {
      this.#isBusy = false
      this.#flush()
    })
    this.#child.stdin?.on('error', () => undefined)
  }

  /** Undefined and an empty list take the route away. */
  set(prefix: string, route: KernelRoute | undefined): void {
    const wanted = route === undefined || route.length === 0 ? undefined : textOf(prefix, route)
    if (wanted === this.#installed.get(prefix)) return
    if (wanted === undefined) this.#installed.delete(prefix)
    else this.#installed.set(prefix, wanted)
    // A prefix that changes again goes to the end: what `ip` gets is in the order of time.
    this.#waiting.delete(prefix)
    this.#waiting.set(prefix, wanted ? `route replace ${wanted}` : `route del ${prefix} ${OURS}`)
    if (this.#isScheduled) return
    this.#isScheduled = true
    setImmediate(() => {
      this.#isScheduled = false
      this.#flush()
    })
  }

  close(): void {
    this.#flush()
    this.#child.stdin?.end()
    this.#child.unref()
  }

  #flush(): void {
    if (this.#isBusy || this.#waiting.size === 0) return
    const text = [...this.#waiting.values(), ''].join('\n')
    this.#waiting.clear()
    this.#isBusy = this.#child.stdin?.write(text) === false
  }
}

const FLUSH = `ip route flush proto ${ROUTE_PROTOCOL}; ip -6 route flush proto ${ROUTE_PROTOCOL}`
const OURS = `proto ${ROUTE_PROTOCOL} metric 20`

const textOf = (prefix: string, route: KernelRoute): string => {
  if (route === 'blackhole') return `blackhole ${prefix} ${OURS}`
  const hops = route.map(({ address, device }) => `via ${address}${device ? ` dev ${device}` : ''}`)
  const text = hops.length === 1 ? hops[0] : hops.map((hop) => `nexthop ${hop}`).join(' ')
  return `${prefix} ${OURS} ${text}`
}
