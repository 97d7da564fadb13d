/** The kernel of one node: its interfaces, its packet filter, its sockets. Knows nothing of BGP. */
import type { DropRule } from '../../model/effect.ts'
import type { Link, LinkId, NodeName } from '../../model/topology.ts'
import type { Direction } from './direction.ts'
import type { Socket, SocketUser } from './socket.ts'

/** Gives whoever takes the connection; undefined: it is closed at once. */
export type Listener = (socket: Socket) => SocketUser | undefined

/** What a packet filter looks at. Without a destination: one that no rule names. */
export interface Packet {
  readonly source: string
  readonly destination?: string
  readonly isBgp: boolean
}

export class Interface {
  readonly link: Link
  /** To the other end, and from there. */
  readonly out: Direction
  readonly back: Direction
  hasCarrier = true
  /** Not shut down by the operator. */
  isEnabled = true
  /** The way to the other end, made once. */
  readonly path: readonly [Direction]

  constructor(link: Link, out: Direction, back: Direction) {
    this.link = link
    this.out = out
    this.back = back
    this.path = [out]
  }

  get isUp(): boolean {
    return this.hasCarrier && this.isEnabled
  }
}

export class Host {
  readonly name: NodeName
  readonly interfaces = new Map<LinkId, Interface>()
  readonly sockets = new Set<Socket>()
  isRunning = false
  /** Counts starts and ends: a socket of an earlier life is unknown. */
  life = 0
  drop: readonly DropRule[] = []
  /** Absent: who connects to port 179 is refused. */
  listener: Listener | undefined

  constructor(name: NodeName) {
    this.name = name
  }

  /** Does its packet filter take what comes over the link? */
  drops(link: LinkId, { source, destination, isBgp }: Packet): boolean {
    return this.drop.some(
      (rule) =>
        (rule.link === undefined || rule.link === link) &&
        (rule.from === undefined || rule.from === source) &&
        (rule.to === undefined || rule.to === destination) &&
        (rule.bgpOnly !== true || isBgp),
    )
  }
}
