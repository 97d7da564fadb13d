/** What the routers of the network answer when they are asked. */
import { flatten } from '../../bgp/as-path.ts'
import type { PrefixTable } from '../../bgp/router/prefix-table.ts'
import type { RouteReport, SessionReport } from '../../model/testbed.ts'
import type { LoadView } from './load-view.ts'
import type { SimNode } from './sim-node.ts'

export const sessionsAt = ({ answering }: SimNode): readonly SessionReport[] =>
  [...answering.neighbours.values()].map(({ config, state, lastReset }) => ({
    peerAddress: config.name,
    state,
    prefixesReceived: answering.router.counts(config.name).received,
    ...(lastReset !== undefined && { lastReset }),
  }))

/** Best paths, sorted, each with the gateways that the kernel has for it. */
export const routesAt = (
  { answering: { router }, kernel }: SimNode,
  prefixes: PrefixTable,
  load: LoadView,
): readonly RouteReport[] =>
  [...router.prefixes()]
    .filter((id) => !load.hidesId(id, prefixes))
    .sort((a, b) => prefixes.compare(a, b))
    .map((id) => {
      const path = router.best(id)
      const prefix = prefixes.text(id)
      return {
        prefix,
        nextHop: path?.nextHop ?? '',
        asPath: flatten(path?.attributes.asPath ?? []),
        installed: kernel.gateways(prefix),
      }
    })
