/** A router with some peers, driven by hand: events in, what it says out, in words. */
import type { Attributes } from '../../../src/bgp/attributes.ts'
import { AttributeSet } from '../../../src/bgp/router/attribute-set.ts'
import type { PeerConfig, RouterOptions } from '../../../src/bgp/router/config.ts'
import type { Output, RouterEvent } from '../../../src/bgp/router/events.ts'
import { PrefixTable } from '../../../src/bgp/router/prefix-table.ts'
import { Router } from '../../../src/bgp/router/router.ts'

export const OWN_AS = 64500
export const P = '198.18.1.0/24'
export const Q = '198.18.2.0/24'

/** `a` and `b` are of other ASes unless they are told to be internal. */
export type Peers = Readonly<Record<string, Partial<PeerConfig>>>

export class Bench {
  readonly table = new PrefixTable()
  readonly router: Router
  now = 0

  constructor(
    peers: Peers,
    { tagged = false, ...options }: RouterOptions & { tagged?: boolean } = {},
  ) {
    const configs = Object.entries(peers).map(([name, peer], i) => configOf(name, i, peer))
    const config = { asn: OWN_AS, routerId: '10.0.0.100', tagged, peers: configs }
    this.router = new Router(config, this.table, options)
    for (const { name } of configs)
      this.step({ type: 'up', peer: name, routerId: `10.0.0.${name.charCodeAt(0)}` })
  }

  step(event: RouterEvent): readonly Output[] {
    return this.router.step(event, this.now)
  }

  /** What it says to the event, one line a message. */
  says(event: RouterEvent): string[] {
    return this.step(event).flatMap((output) => this.#words(output))
  }

  hear(peer: string, prefixes: readonly string[], attributes: Attributes = {}): string[] {
    const set = new AttributeSet(
      { origin: 'igp', asPath: [{ type: 'sequence', asns: [asOf(peer), 64999] }], ...attributes },
      '192.0.2.77',
    )
    const announced = prefixes.map((prefix) => this.table.ofText(prefix))
    return this.says({ type: 'update', peer, update: { withdrawn: [], announced, set } })
  }

  lose(peer: string, ...prefixes: string[]): string[] {
    const withdrawn = prefixes.map((prefix) => this.table.ofText(prefix))
    return this.says({ type: 'update', peer, update: { withdrawn, announced: [] } })
  }

  best(prefix: string): string | undefined {
    const path = this.router.best(this.table.ofText(prefix))
    return path && (path.peer?.config.name ?? 'local')
  }

  /** The attributes with which a peer is told of a prefix by these outputs. */
  told(outputs: readonly Output[], peer: string): AttributeSet | undefined {
    for (const output of outputs)
      if (output.type === 'update' && output.peer === peer && output.update.set)
        return output.update.set
    return undefined
  }

  #words(output: Output): string[] {
    if (output.type === 'best') return []
    if (output.type === 'close') return [`${output.peer} close ${output.code}/${output.subcode}`]
    if (output.type === 'refresh') return [`${output.peer} refresh ${output.subtype}`]
    const { withdrawn, announced, endOfRib } = output.update
    const texts = (ids: readonly number[]) => ids.map((id) => this.table.text(id)).join(' ')
    if (endOfRib) return [`${output.peer} end-of-rib`]
    return [
      ...(withdrawn.length > 0 ? [`${output.peer} - ${texts(withdrawn)}`] : []),
      ...(announced.length > 0 ? [`${output.peer} + ${texts(announced)}`] : []),
    ]
  }
}

export const asOf = (peer: string): number => 64600 + peer.charCodeAt(0)

const configOf = (name: string, i: number, given: Partial<PeerConfig>): PeerConfig => ({
  name,
  type: 'ebgp',
  asn: given.type === 'ibgp' ? OWN_AS : asOf(name),
  address: `192.0.2.${i + 1}`,
  localAddress: '192.0.2.100',
  family: 'ipv4',
  ...given,
})
