/** Adj-RIBs-In and Loc-RIB: all paths to each prefix, and the best of them. Arrays over prefix numbers. */
import { best } from '../decide.ts'
import type { RoutePath } from './path.ts'
import type { Peer } from './peer.ts'
import type { PrefixId } from './prefix-table.ts'

export const ONLY_PATH = 'only path'

export class Rib {
  /** A prefix with one path has no list of its own. */
  readonly #paths: (RoutePath | readonly RoutePath[] | undefined)[] = []
  readonly #best: (RoutePath | undefined)[] = []
  readonly #steps: string[] = []

  get size(): number {
    return this.#paths.length
  }

  paths(id: PrefixId): readonly RoutePath[] {
    const held = this.#paths[id]
    if (held === undefined) return []
    return Array.isArray(held) ? held : [held as RoutePath]
  }

  best(id: PrefixId): RoutePath | undefined {
    return this.#best[id]
  }

  /** Name of the step of the decision process that left the best path, or `only path`. */
  decidedBy(id: PrefixId): string | undefined {
    return this.#best[id] && this.#steps[id]
  }

  /** The path that the peer told, or the own one. */
  from(id: PrefixId, peer: Peer | undefined): RoutePath | undefined {
    const held = this.#paths[id]
    if (held === undefined) return undefined
    if (Array.isArray(held)) return held.find((path) => path.peer === peer)
    return (held as RoutePath).peer === peer ? (held as RoutePath) : undefined
  }

  /** Puts `next` in the place of `previous`; either may be missing. */
  replace(id: PrefixId, previous: RoutePath | undefined, next: RoutePath | undefined): void {
    const held = this.#paths[id]
    if (held === undefined || held === previous) this.#put(id, next)
    else this.#put(id, exchanged(Array.isArray(held) ? held : [held], previous, next))
  }

  /** Decides again. True when another path is best now. */
  decide(id: PrefixId): boolean {
    const before = this.#best[id]
    const held = this.#paths[id]
    if (Array.isArray(held)) {
      const decision = best((held as readonly RoutePath[]).filter(isUsable))
      this.#steps[id] = decision?.step?.name ?? ONLY_PATH
      this.#best[id] = decision?.path
    } else {
      const only = held as RoutePath | undefined
      this.#steps[id] = ONLY_PATH
      this.#best[id] = only?.isUsable ? only : undefined
    }
    return this.#best[id] !== before
  }

  /** Arrays stay without holes: a hole turns a large array into a slow dictionary. */
  #put(id: PrefixId, held: RoutePath | readonly RoutePath[] | undefined): void {
    for (let next = this.#paths.length; next <= id; next++) {
      this.#paths.push(undefined)
      this.#best.push(undefined)
      this.#steps.push(ONLY_PATH)
    }
    this.#paths[id] = held
  }
}

const isUsable = (path: RoutePath): boolean => path.isUsable

const exchanged = (
  held: readonly RoutePath[],
  previous: RoutePath | undefined,
  next: RoutePath | undefined,
): RoutePath | readonly RoutePath[] | undefined => {
  const others = held.filter((path) => path !== previous)
  if (next) return others.length === 0 ? next : [...others, next]
  return others.length === 1 ? others[0] : others
}
