/**
 * Which step FRR says was the one that decided (`selectionReason` of `show bgp ... json`), by the
 * names of the steps in src/bgp/decide.ts. FRR's words: bgp_path_selection_reason2str in
 * bgpd/bgp_route.c.
 */
import { z } from 'zod'
import type { PrefixText } from '../../src/model/topology.ts'

export const FRR_REASONS: Readonly<Record<string, string>> = {
  'First path received': 'only path',
  Weight: 'local origination',
  'Local Pref': 'local preference',
  'AS Path': 'AS path length',
  Origin: 'origin',
  MED: 'MED',
  'Peer Type': 'eBGP over iBGP',
  'IGP Metric': 'IGP cost',
  'Router ID': 'router id',
  'Cluster length': 'cluster list length',
  'Neighbor IP': 'neighbour address',
}

const Table = z.object({
  routes: z
    .record(
      z.string(),
      z.array(
        z.object({ bestpath: z.boolean().optional(), selectionReason: z.string().optional() }),
      ),
    )
    .optional(),
})

/** FRR's reason of every best path, from `show bgp FAMILY unicast json`. */
export const readReasons = (output: string): ReadonlyMap<PrefixText, string> =>
  new Map(
    Object.entries(Table.parse(JSON.parse(output)).routes ?? {}).flatMap(([prefix, paths]) => {
      const reason = paths.find(({ bestpath }) => bestpath)?.selectionReason
      return reason === undefined ? [] : [[prefix, reason] as const]
    }),
  )
