/**
 * The routing part of a BGP speaker: events and the time in, UPDATEs and best paths out. It keeps
 * no clock and does no I/O, so a simulator and a speaker on sockets drive the same code.
 *
 * A path is one object for all prefixes that a peer announced with the same attributes (path.ts),
 * and what an export group is told of it is kept on it: so policy runs once for each attribute set,
 * and a prefix costs a comparison of objects and a place in some arrays.
 */
import { AttributeSet } from './attribute-set.ts'
import type { PeerConfig, RouterConfig, RouterOptions } from './config.ts'
import type { Damper, Flaps } from './damper.ts'
import type { Output, PeerUpdate, RouterEvent, RouteUpdate } from './events.ts'
import type { RoutePath } from './path.ts'
import { PathMaker } from './path-maker.ts'
import { Peer } from './peer.ts'
import type { PrefixId, PrefixTable } from './prefix-table.ts'
import { Rib } from './rib.ts'
import { Teller } from './teller.ts'

const NEVER = Number.POSITIVE_INFINITY
const CEASE = 6
const MAXIMUM_PREFIXES = 1

export interface PeerCounts {
  /** Prefixes in its Adj-RIB-In. */
  readonly received: number
  /** Prefixes in its Adj-RIB-Out. */
  readonly sent: number
}

export class Router {
  readonly #table: PrefixTable
  readonly #rib = new Rib()
  readonly #paths: PathMaker
  readonly #teller: Teller
  readonly #peers = new Map<string, Peer>()
  readonly #ownAddresses = new Set<string>()
  #outputs: Output[] = []

  /** The table may be shared with other routers. */
  constructor(config: RouterConfig, table: PrefixTable, options: RouterOptions = {}) {
    this.#table = table
    this.#paths = new PathMaker(config, this.#ownAddresses)
    const emit = (output: Output) => this.#outputs.push(output)
    this.#teller = new Teller({ config, table, rib: this.#rib, options, emit })
    for (const peer of config.peers) this.#onAdded(peer, 0)
  }

  /** What follows from the event. The outputs are the caller's; RangeError for an unknown peer. */
  step(event: RouterEvent, nowMs: number): readonly Output[] {
    this.#outputs = []
    this.#on(event, nowMs)
    return this.#outputs
  }

  /** When it wants a `tick`; Infinity when nothing waits. */
  get dueAt(): number {
    let due = NEVER
    for (const { isUp, out, staleUntil, damper } of this.#peers.values())
      due = Math.min(due, isUp ? out.dueAt : NEVER, staleUntil, damper?.dueAt ?? NEVER)
    return due
  }

  best(id: PrefixId): RoutePath | undefined {
    return this.#rib.best(id)
  }

  /** Name of the step of the decision process that left the best path, or `only path`. */
  decidedBy(id: PrefixId): string | undefined {
    return this.#rib.decidedBy(id)
  }

  paths(id: PrefixId): readonly RoutePath[] {
    return this.#rib.paths(id)
  }

  /** Every prefix that has a best path. */
  *prefixes(): Generator<PrefixId> {
    for (let id = 0; id < this.#rib.size; id++) if (this.#rib.best(id)) yield id
  }

  counts(peer: string): PeerCounts {
    const { prefixes, out } = this.#peer(peer)
    return { received: prefixes, sent: out.count }
  }

  /** When the MRAI lets the peer be told of the prefix; the past when no timer runs. */
  mayTellAt(peer: string, id: PrefixId): number {
    return this.#peer(peer).out.mayAt(id)
  }

  /** What damping knows of a prefix of the peer; undefined when it has not flapped of late. */
  flaps(peer: string, id: PrefixId, nowMs: number): Flaps | undefined {
    return this.#peer(peer).damper?.flaps(id, nowMs)
  }

  #on(event: RouterEvent, nowMs: number): void {
    switch (event.type) {
      case 'up':
        this.#onUp(this.#peer(event.peer), event, nowMs)
        break
      case 'down':
        this.#onDown(this.#peer(event.peer), nowMs, event.keepMs)
        break
      case 'update':
        this.#onUpdate(this.#peer(event.peer), event.update, nowMs)
        break
      case 'updates':
        this.#onUpdates(event.updates, nowMs)
        break
      case 'refresh':
        this.#onRefresh(this.#peer(event.peer), event.subtype, nowMs)
        break
      case 'originate':
        this.#onOrigin(event.prefix, event.set ?? this.#plain(event.prefix), nowMs)
        break
      case 'retract':
        this.#onOrigin(event.prefix, undefined, nowMs)
        break
      case 'next-hops':
        this.#onNextHops(event.costs, nowMs)
        break
      case 'leak':
      case 'drain':
        this.#onMode(this.#peer(event.peer), event.type, event.on, nowMs)
        break
      case 'congestion':
        this.#onCongestion(this.#peer(event.peer), event.on, nowMs)
        break
      case 'add-peer':
        this.#onAdded(event.config, nowMs)
        break
      case 'remove-peer':
        this.#onRemoved(event.peer, nowMs)
        break
      case 'tick':
        this.#onTick(nowMs)
        break
    }
  }

  #onUp(peer: Peer, { routerId, enhancedRefresh = false }: Up, nowMs: number): void {
    if (peer.isUp) this.#onDown(peer, nowMs)
    peer.isUp = true
    peer.routerId = routerId
    peer.enhancedRefresh = enhancedRefresh
    peer.owesEndOfRib = true
    this.#teller.tellAll(peer, nowMs)
  }

  #onDown(peer: Peer, nowMs: number, keepMs?: number): void {
    if (!peer.isUp) return
    peer.isUp = false
    peer.out.clear()
    if (keepMs === undefined) this.#drop(peer, this.#idsFrom(peer), nowMs)
    else {
      this.#markStale(peer)
      peer.staleUntil = nowMs + keepMs
    }
  }

  #onUpdate(peer: Peer, update: RouteUpdate, nowMs: number): void {
    if (!peer.isUp) return
    const changed: PrefixId[] = []
    this.#take(peer, update, changed, nowMs)
    this.#settle(changed, nowMs)
    this.#finish(peer, update, nowMs)
  }

  #onUpdates(updates: readonly PeerUpdate[], nowMs: number): void {
    const changed: PrefixId[] = []
    const taken = updates
      .map(({ peer, update }) => ({ peer: this.#peer(peer), update }))
      .filter(({ peer }) => peer.isUp)
    for (const { peer, update } of taken) this.#take(peer, update, changed, nowMs)
    this.#settle([...new Set(changed)], nowMs)
    for (const { peer, update } of taken) this.#finish(peer, update, nowMs)
  }

  #take(peer: Peer, update: RouteUpdate, changed: PrefixId[], nowMs: number): void {
    if (peer.damper) this.#takeDamped(peer, peer.damper, update, changed, nowMs)
    else this.#takePlain(peer, update, changed)
  }

  #takePlain(peer: Peer, { withdrawn, announced, set }: RouteUpdate, changed: PrefixId[]): void {
    for (const id of withdrawn) this.#learn(peer, id, undefined, changed)
    if (!set || announced.length === 0) return
    const path = this.#paths.received(peer, set)
    for (const id of announced) this.#learn(peer, id, path, changed)
  }

  #takeDamped(
    peer: Peer,
    damper: Damper,
    { withdrawn, announced, set }: RouteUpdate,
    changed: PrefixId[],
    nowMs: number,
  ): void {
    for (const id of withdrawn) {
      if (this.#rib.from(id, peer)) damper.withdrawn(id, nowMs)
      this.#learn(peer, id, undefined, changed)
    }
    if (!set) return
    for (const id of announced) {
      const held = this.#rib.from(id, peer)
      const isOther = held && held.set.key !== set.key
      if (isOther) damper.changed(id, nowMs)
      if (isOther || !held) damper.announced(id, nowMs)
      const path = this.#paths.received(peer, set, damper.isSuppressed(id))
      // As in FRR: what policy refuses was no flap.
      if (!path && held) damper.forget(id)
      this.#learn(peer, id, path, changed)
    }
  }

  #finish(peer: Peer, { endOfRib }: RouteUpdate, nowMs: number): void {
    if (endOfRib === peer.config.family) this.#purge(peer, nowMs)
    this.#checkLimit(peer, nowMs)
  }

  #onRefresh(peer: Peer, subtype: number, nowMs: number): void {
    if (!peer.isUp) return
    if (subtype === 0) this.#teller.tellAgain(peer)
    else if (subtype === 1) this.#markStale(peer)
    else if (subtype === 2) this.#purge(peer, nowMs)
  }

  #onOrigin(id: PrefixId, set: AttributeSet | undefined, nowMs: number): void {
    const changed: PrefixId[] = []
    this.#learn(undefined, id, set && this.#paths.own(set), changed)
    this.#settle(changed, nowMs)
  }

  #onNextHops(costs: ReadonlyMap<string, number>, nowMs: number): void {
    const moved = this.#paths.moveHops(costs)
    if (moved.size === 0) return
    const changed: PrefixId[] = []
    for (let id = 0; id < this.#rib.size; id++)
      if (this.#rib.paths(id).some(({ hop }) => moved.has(hop))) changed.push(id)
    this.#settle(changed, nowMs)
  }

  #onMode(peer: Peer, mode: 'leak' | 'drain', on: boolean, nowMs: number): void {
    peer[mode] = on
    this.#teller.regroup(peer)
    if (peer.isUp) this.#teller.tellAll(peer, nowMs)
  }

  #onCongestion(peer: Peer, on: boolean, nowMs: number): void {
    peer.out.isCongested = on
    if (!on && peer.isUp) this.#teller.flush(peer, nowMs)
  }

  #onAdded(config: PeerConfig, nowMs: number): void {
    this.#onRemoved(config.name, nowMs)
    const peer = new Peer(config)
    this.#peers.set(config.name, peer)
    this.#ownAddresses.add(config.localAddress)
    this.#teller.regroup(peer)
  }

  #onRemoved(name: string, nowMs: number): void {
    const peer = this.#peers.get(name)
    if (!peer) return
    this.#onDown(peer, nowMs)
    this.#drop(peer, this.#idsFrom(peer), nowMs)
    this.#peers.delete(name)
  }

  #onTick(nowMs: number): void {
    for (const peer of this.#peers.values()) {
      if (peer.staleUntil <= nowMs) this.#purge(peer, nowMs)
      if (peer.damper && peer.damper.dueAt <= nowMs) this.#reuse(peer, peer.damper, nowMs)
      if (peer.isUp && peer.out.dueAt <= nowMs) this.#teller.flush(peer, nowMs)
    }
  }

  /** The peer, or this router itself, has this path to the prefix now, or none any more. */
  #learn(
    peer: Peer | undefined,
    id: PrefixId,
    path: RoutePath | undefined,
    changed: PrefixId[],
  ): void {
    if (peer && peer.stale.size > 0) peer.stale.delete(id)
    const previous = this.#rib.from(id, peer)
    if (previous === path) return
    // What the peer said before is withdrawn by that (RFC 4271 section 3.1).
    this.#rib.replace(id, previous, path)
    if (path) path.users++
    if (peer) peer.prefixes += Number(path !== undefined) - Number(previous !== undefined)
    if (previous && --previous.users === 0) this.#paths.forget(previous)
    changed.push(id)
  }

  /** Decides for each prefix, and tells everyone. */
  #settle(ids: readonly PrefixId[], nowMs: number): void {
    const changed = ids.filter((id) => this.#rib.decide(id))
    if (changed.length === 0) return
    for (const id of changed) {
      const step = this.#rib.decidedBy(id) ?? ''
      this.#outputs.push({ type: 'best', prefix: id, path: this.#rib.best(id), step })
    }
    for (const peer of this.#peers.values()) if (peer.isUp) this.#teller.tell(peer, changed, nowMs)
  }

  #plain(id: PrefixId): AttributeSet {
    return new AttributeSet({}, this.#table.family(id) === 'ipv4' ? '0.0.0.0' : '::')
  }

  #idsFrom(peer: Peer): PrefixId[] {
    const ids: PrefixId[] = []
    if (peer.prefixes === 0) return ids
    for (let id = 0; id < this.#rib.size; id++) if (this.#rib.from(id, peer)) ids.push(id)
    return ids
  }

  #markStale(peer: Peer): void {
    for (const id of this.#idsFrom(peer)) peer.stale.add(id)
  }

  /** What was not told again is gone. */
  #purge(peer: Peer, nowMs: number): void {
    const ids = [...peer.stale]
    peer.staleUntil = NEVER
    this.#drop(peer, ids, nowMs)
  }

  #reuse(peer: Peer, damper: Damper, nowMs: number): void {
    const changed: PrefixId[] = []
    for (const id of damper.release(nowMs)) {
      const held = this.#rib.from(id, peer)
      if (held) this.#learn(peer, id, this.#paths.received(peer, held.set), changed)
    }
    this.#settle(changed, nowMs)
  }

  /** The peer did not say so: its flaps are forgotten with the routes, as in FRR and Quagga. */
  #drop(peer: Peer, ids: readonly PrefixId[], nowMs: number): void {
    const changed: PrefixId[] = []
    for (const id of ids) {
      peer.damper?.forget(id)
      this.#learn(peer, id, undefined, changed)
    }
    this.#settle(changed, nowMs)
  }

  #checkLimit(peer: Peer, nowMs: number): void {
    const { maxPrefixes = NEVER, name, family } = peer.config
    if (!peer.isUp || peer.prefixes <= maxPrefixes) return
    const data = limitText(family === 'ipv4' ? 1 : 2, maxPrefixes)
    this.#outputs.push({ type: 'close', peer: name, code: CEASE, subcode: MAXIMUM_PREFIXES, data })
    this.#onDown(peer, nowMs)
  }

  #peer(name: string): Peer {
    const peer = this.#peers.get(name)
    if (!peer) throw new RangeError(`no peer ${name}`)
    return peer
  }
}

type Up = RouterEvent & { readonly type: 'up' }

/** RFC 4486 section 4: AFI, SAFI, and the limit. */
const limitText = (afi: number, limit: number): Uint8Array =>
  Uint8Array.of(0, afi, 1, limit >>> 24, limit >>> 16, limit >>> 8, limit)
