/** Distinct AS paths as numbers in one array, with the links between their ASes. */
import { LINK, LinkList } from '../link-list.ts'

export class PathSet {
  /** All links of the paths, their type not known yet; its table numbers the ASes. */
  readonly links = new LinkList()
  #hops = new Int32Array(1 << 12)
  #via = new Int32Array(1 << 12)
  #used = 0
  readonly #starts: number[] = [0]
  readonly #routes: number[] = []
  readonly #known = new Map<string, number>()

  get size(): number {
    return this.#routes.length
  }

  /** Returns the place of the path. It has at least one AS, and none twice. */
  add(asns: readonly number[]): number {
    const key = asns.join(' ')
    const known = this.#known.get(key)
    if (known !== undefined) return known
    this.#known.set(key, this.size)
    for (const [i, asn] of asns.entries()) {
      if (this.#used === this.#hops.length) this.#grow()
      this.#hops[this.#used] = this.links.asns.intern(asn)
      this.#via[this.#used++] = i + 1 < asns.length ? this.#link(asn, asns[i + 1] as number) : -1
    }
    this.#starts.push(this.#used)
    return this.#routes.push(0) - 1
  }

  /** Another route with this path. */
  count(place: number): void {
    ;(this.#routes[place] as number)++
  }

  routesOf(place: number): number {
    return this.#routes[place] as number
  }

  /** Numbers of the ASes, from the collector's neighbour to the origin. */
  hops(place: number): Int32Array {
    return this.#hops.subarray(this.#starts[place], this.#starts[place + 1])
  }

  /** Position in `links` of the link behind each AS but the last. */
  via(place: number): Int32Array {
    return this.#via.subarray(this.#starts[place], (this.#starts[place + 1] as number) - 1)
  }

  #link(a: number, b: number): number {
    const known = this.links.add(a, b, LINK.peer)
    return known < 0 ? this.links.size - 1 : known
  }

  #grow(): void {
    const [hops, via] = [this.#hops, this.#via]
    this.#hops = new Int32Array(hops.length * 2)
    this.#via = new Int32Array(via.length * 2)
    this.#hops.set(hops)
    this.#via.set(via)
  }
}
