/** Keeps prefixes of loads out of what is told of a network; of their UPDATEs it tells sums. */
import type { PrefixId, PrefixTable } from '../../bgp/router/prefix-table.ts'
import { type LoadRanges, loadRanges } from '../../measure/load-share.ts'
import { createLoadTally, type LoadTally, withoutLoad } from '../../measure/load-tally.ts'
import type { Observation } from '../../model/observation.ts'
import type { NodeName, PrefixText } from '../../model/topology.ts'

export class LoadView {
  #ranges: LoadRanges | undefined
  #tallies = new Map<NodeName, LoadTally>()
  /** By text: a prefix is asked for again and again. */
  #hidden = new Map<PrefixText, boolean>()
  #hiddenIds: boolean[] = []

  hide(ranges: readonly PrefixText[]): void {
    this.#ranges = ranges.length > 0 ? loadRanges(ranges) : undefined
    this.#tallies = new Map()
    this.#hidden = new Map()
    this.#hiddenIds = []
  }

  hides(prefix: PrefixText): boolean {
    if (!this.#ranges) return false
    const known = this.#hidden.get(prefix)
    if (known !== undefined) return known
    const hidden = this.#ranges.has(prefix)
    this.#hidden.set(prefix, hidden)
    return hidden
  }

  /** The same by number, for a table that is always the same one. */
  hidesId(id: PrefixId, table: PrefixTable): boolean {
    if (!this.#ranges) return false
    const known = this.#hiddenIds[id]
    if (known !== undefined) return known
    const hidden = this.#ranges.has(table.text(id))
    this.#hiddenIds[id] = hidden
    return hidden
  }

  /** What is left of it; undefined when that is nothing. */
  shown(seen: Observation): Observation | undefined {
    if (!this.#ranges) return seen
    if (seen.type === 'fib-changed') return this.hides(seen.prefix) ? undefined : seen
    return seen.type === 'update-received'
      ? withoutLoad([seen], this.#tally(seen.node, this.#ranges))[0]
      : seen
  }

  /** A message came to the node. Counted: there is nothing more to be told of it. */
  hear(node: NodeName, message: Uint8Array, atMs: number): Heard {
    if (!this.#ranges) return NOTHING
    const tally = this.#tally(node, this.#ranges)
    const told = tally.isDue(atMs) ? tally.flush() : NOTHING.told
    return { told, counted: tally.counts(message, atMs) }
  }

  /** Sums that were not told yet. */
  flush(): readonly Observation[] {
    return [...this.#tallies.values()].flatMap((tally) => tally.flush())
  }

  #tally(node: NodeName, ranges: LoadRanges): LoadTally {
    const known = this.#tallies.get(node)
    if (known) return known
    const tally = createLoadTally(node, ranges)
    this.#tallies.set(node, tally)
    return tally
  }
}

interface Heard {
  readonly told: readonly Observation[]
  readonly counted: boolean
}

const NOTHING: Heard = { told: [], counted: false }
