import type { PacketWay } from '../model/observation.ts'
import { perWay } from './ways.ts'

/** Detour time: packets arrived, but neither on the way before the fault nor on the one after it. */
export const detourTime = perWay(
  'detour-time',
  'For each router and prefix, how long packets took a way that was only for a while.',
  ({ way, first, last }) =>
    way.outcome === 'delivered' && !isSame(way, first) && !isSame(way, last),
)

const isSame = (a: PacketWay, b: PacketWay): boolean => a.path.join() === b.path.join()
