/**
 * The router with full tables: two peers announce every prefix with attributes of their own, a third
 * one is told the best paths as octets. Then one peer goes away and comes back. What is timed
 * is all that a router does between the decoded UPDATE and the encoded one.
 */
import type { AsSegment } from '../src/bgp/as-path.ts'
import { AttributeSet } from '../src/bgp/router/attribute-set.ts'
import type { PeerConfig } from '../src/bgp/router/config.ts'
import { writeRouteUpdate } from '../src/bgp/router/encode.ts'
import type { Output, RouterEvent } from '../src/bgp/router/events.ts'
import { PrefixTable } from '../src/bgp/router/prefix-table.ts'
import { Router } from '../src/bgp/router/router.ts'
import { createWriter } from '../src/bgp/writer.ts'
import { benchTable } from './table.ts'

const PREFIXES = 1_000_000
/** Prefixes with equal attributes: about what a full table of the Internet has. */
const GROUP = 6
/** Octets that a speaker would hand to a socket at once. */
const CHUNK = 65_536

/** `[PREFIXES]`, one million when absent. */
export const main = async ([count = String(PREFIXES)]: readonly string[]): Promise<void> => {
  const run = new Run(Number(count))
  const rows = [
    run.timed('first table', () => run.announceAll('192.0.2.1', 64_501, 4)),
    run.timed('second table, better', () => run.announceAll('192.0.2.2', 64_502, 3)),
    run.timed('second peer lost', () => run.step({ type: 'down', peer: '192.0.2.2' })),
    run.timed('refresh to the third', () =>
      run.step({ type: 'refresh', peer: '192.0.2.3', subtype: 0 }),
    ),
  ]
  process.stdout.write(`${benchTable(TITLES, rows)}\n`)
}

const TITLES = ['', 'prefixes', 's', 'CPU s', 'prefixes/s', 'MB sent', 'memory MB']

type Row = readonly [string, ...number[]]

class Run {
  readonly #table = new PrefixTable()
  readonly #router: Router
  readonly #prefixes: number
  readonly #writer = createWriter()
  #octets = 0

  constructor(prefixes: number) {
    this.#prefixes = prefixes
    const peers = [64_501, 64_502, 64_503].map(peerOf)
    const config = { asn: 64_500, routerId: '192.0.2.254', peers }
    this.#router = new Router(config, this.#table)
    for (const { name } of peers) this.step({ type: 'up', peer: name, routerId: name })
  }

  step(event: RouterEvent): void {
    for (const output of this.#router.step(event, 0)) this.#send(output)
  }

  announceAll(peer: string, asn: number, length: number): void {
    const octets = new Uint8Array(4)
    for (let n = 0; n < this.#prefixes; n += GROUP) {
      const announced: number[] = []
      for (let i = n; i < Math.min(n + GROUP, this.#prefixes); i++) {
        // 10 million /24s would fit from 1.0.0.0 on.
        octets[0] = 1 + (i >> 16)
        octets[1] = i >> 8
        octets[2] = i
        announced.push(this.#table.intern(octets, 0, 24, 'ipv4'))
      }
      const asPath = pathOf(asn, length, n)
      const set = new AttributeSet({ origin: 'igp', asPath, communities: [n, n + 1] }, peer)
      this.step({ type: 'update', peer, update: { withdrawn: [], announced, set } })
    }
  }

  timed(name: string, work: () => void): Row {
    this.#octets = 0
    const from = performance.now()
    const cpu = process.cpuUsage()
    work()
    const { user, system } = process.cpuUsage(cpu)
    const seconds = (performance.now() - from) / 1000
    const memory = process.memoryUsage.rss() / 1e6
    const rate = this.#prefixes / seconds
    const cpuSeconds = (user + system) / 1e6
    return [name, this.#prefixes, seconds, cpuSeconds, rate, this.#octets / 1e6, memory]
  }

  #send(output: Output): void {
    if (output.type !== 'update') return
    this.#octets -= this.#writer.length
    this.#octets += writeRouteUpdate(this.#writer, output.update, this.#table).length
    if (this.#writer.length > CHUNK) this.#writer.clear()
  }
}

const peerOf = (asn: number, i: number): PeerConfig => ({
  name: `192.0.2.${i + 1}`,
  type: 'ebgp',
  asn,
  address: `192.0.2.${i + 1}`,
  localAddress: '192.0.2.254',
  family: 'ipv4',
})

const pathOf = (asn: number, length: number, n: number): AsSegment[] => [
  { type: 'sequence', asns: Array.from({ length }, (_, i) => (i === 0 ? asn : 65_536 + n + i)) },
]
