/** Best paths into the kernel: next hops inside the AS are resolved through OSPF's ways. */
import type { RoutePath } from '../bgp/router/path.ts'
import type { PrefixId, PrefixTable } from '../bgp/router/prefix-table.ts'
import type { Router } from '../bgp/router/router.ts'
import type { Ways } from './interior.ts'
import type { KernelRoute, RouteSink } from './kernel.ts'

export class Routes {
  readonly #kernel: RouteSink
  readonly #table: PrefixTable
  readonly #router: Router
  #ways: Ways = new Map()

  constructor(kernel: RouteSink, table: PrefixTable, router: Router) {
    this.#kernel = kernel
    this.#table = table
    this.#router = router
  }

  best(id: PrefixId, path: RoutePath | undefined): void {
    this.#kernel.set(this.#table.text(id), path && this.#routeOf(path))
  }

  /** Installs again what goes through the AS; the kernel hears only of what is different. */
  move(ways: Ways): void {
    this.#ways = ways
    for (const id of this.#router.prefixes()) {
      const path = this.#router.best(id)
      if (path?.source === 'ibgp') this.best(id, path)
    }
  }

  #routeOf(path: RoutePath): KernelRoute | undefined {
    if (path.source === 'local') return undefined
    if (path.blackhole) return 'blackhole'
    if (path.source === 'ibgp') return this.#ways.get(path.nextHop)?.gateways
    return [{ address: path.nextHop }]
  }
}
