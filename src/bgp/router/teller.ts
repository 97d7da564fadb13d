/** Tells peers what changed: export policy, MRAI, packing, and nothing twice. */
import type { AttributeSet } from './attribute-set.ts'
import type { RouterConfig, RouterOptions } from './config.ts'
import type { Output, RouteUpdate } from './events.ts'
import { exportKey, exportPath } from './export.ts'
import { fits, packAnnounced, packWithdrawn } from './pack.ts'
import type { RoutePath } from './path.ts'
import type { Peer } from './peer.ts'
import type { PrefixId, PrefixTable } from './prefix-table.ts'
import type { Rib } from './rib.ts'

export interface TellerParts {
  readonly config: RouterConfig
  readonly table: PrefixTable
  readonly rib: Rib
  readonly options: RouterOptions
  emit(output: Output): void
}

export class Teller {
  readonly #parts: TellerParts
  readonly #groups = new Map<string, number>()

  constructor(parts: TellerParts) {
    this.#parts = parts
  }

  /** Finds the export group of a peer; needed again when its mode changed. */
  regroup(peer: Peer): void {
    const key = exportKey(peer.config, peer)
    peer.group = this.#groups.get(key) ?? this.#groups.size
    this.#groups.set(key, peer.group)
  }

  /** Queues changes for a peer; what may go, goes. Withdrawals do not wait for the MRAI. */
  tell(peer: Peer, ids: readonly PrefixId[], nowMs: number): void {
    const { out, config } = peer
    const { table } = this.#parts
    const { burst = Number.POSITIVE_INFINITY } = this.#parts.options
    if (out.isFree && ids.length <= burst) {
      this.#send(
        peer,
        ids.filter((id) => table.family(id) === config.family),
      )
      this.#endTable(peer)
      return
    }
    out.turn(nowMs)
    const urgent: PrefixId[] = []
    for (const id of ids) {
      if (table.family(id) !== config.family) continue
      const mustWait = out.isCongested || out.withdrawalsWait || out.mayAt(id) <= nowMs
      if (mustWait || this.#wanted(peer, id)) out.add(id)
      else {
        out.remove(id)
        urgent.push(id)
      }
    }
    this.#send(peer, urgent)
    this.flush(peer, nowMs)
  }

  tellAll(peer: Peer, nowMs: number): void {
    const { rib } = this.#parts
    const ids: PrefixId[] = []
    for (let id = 0; id < rib.size; id++) if (rib.best(id) || peer.out.told(id)) ids.push(id)
    this.tell(peer, ids, nowMs)
  }

  /** Sends what is due. */
  flush(peer: Peer, nowMs: number): void {
    const { out } = peer
    const { burst = Number.POSITIVE_INFINITY, jitter } = this.#parts.options
    if (out.isCongested) return
    if (out.dueAt <= nowMs) {
      const taken = out.take(nowMs, burst)
      const sent = this.#send(peer, taken)
      out.startTimer(sent, { nowMs, jitter: jitter?.() ?? 1, isLast: taken.length < burst })
    }
    this.#endTable(peer)
  }

  /** The whole Adj-RIB-Out once more (RFC 2918 section 4, RFC 7313 section 4). */
  tellAgain(peer: Peer): void {
    const groups = new Map<AttributeSet, PrefixId[]>()
    for (const [id, set] of peer.out.all()) addTo(groups, set, id)
    this.#refresh(peer, 1)
    for (const update of packAnnounced(groups, this.#parts.table)) this.#update(peer, update)
    this.#refresh(peer, 2)
  }

  /** RFC 4724 section 2. */
  #endTable(peer: Peer): void {
    if (!peer.owesEndOfRib || !peer.out.isEmpty) return
    peer.owesEndOfRib = false
    this.#update(peer, { withdrawn: [], announced: [], endOfRib: peer.config.family })
  }

  /** Returns for which prefixes the MRAI counts from now on. */
  #send(peer: Peer, ids: readonly PrefixId[]): readonly PrefixId[] {
    const { out } = peer
    const { table } = this.#parts
    const withdrawn: PrefixId[] = []
    const announced: PrefixId[] = []
    const groups = new Map<AttributeSet, PrefixId[]>()
    for (const id of ids) {
      const told = out.told(id)
      const wanted = this.#wanted(peer, id)
      // The same as last time, after a change that was taken back or between equal paths.
      if (wanted === told || (wanted && told && wanted.equals(told))) continue
      if (wanted) {
        announced.push(id)
        addTo(groups, wanted, id)
      } else withdrawn.push(id)
      out.setTold(id, wanted)
    }
    for (const update of packWithdrawn(withdrawn, table)) this.#update(peer, update)
    for (const update of packAnnounced(groups, table)) this.#update(peer, update)
    return out.withdrawalsWait ? [...announced, ...withdrawn] : announced
  }

  /** What the peer should have of the prefix. */
  #wanted(peer: Peer, id: PrefixId): AttributeSet | undefined {
    const path = this.#parts.rib.best(id)
    if (!path || (path.peer === peer && !this.#echoes(peer))) return undefined
    const known = path.exports[peer.group]
    return (known === undefined ? this.#export(path, peer) : known) ?? undefined
  }

  #echoes({ config: { type } }: Peer): boolean {
    return type === 'ebgp' && this.#parts.options.echoes === true
  }

  #export(path: RoutePath, peer: Peer): AttributeSet | null {
    const { config } = this.#parts
    const set = exportPath(path, peer.config, config, peer)
    const told = set && fits(set) ? set : null
    path.exports = withEntry(path.exports, peer.group, told)
    return told
  }

  #update(peer: Peer, update: RouteUpdate): void {
    this.#parts.emit({ type: 'update', peer: peer.config.name, update })
  }

  #refresh(peer: Peer, subtype: number): void {
    if (peer.enhancedRefresh) this.#parts.emit({ type: 'refresh', peer: peer.config.name, subtype })
  }
}

/** A copy of exactly the length: an array that grows takes room for sixteen more, for each path. */
const withEntry = <T>(list: readonly T[], at: number, entry: T): readonly (T | undefined)[] => {
  if (list.length === 0 && at === 0) return [entry]
  return Array.from({ length: Math.max(list.length, at + 1) }, (_, i) =>
    i === at ? entry : list[i],
  )
}

const addTo = (groups: Map<AttributeSet, PrefixId[]>, set: AttributeSet, id: PrefixId): void => {
  const group = groups.get(set)
  if (group) group.push(id)
  else groups.set(set, [id])
}
