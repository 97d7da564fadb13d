/** What a recorded AS path says of who is linked with whom. */
import { AS_TRANS, type AsSegment } from '../../bgp/as-path.ts'

/** Why a path is of no use: `loop` is an AS at two places, as poisoning makes it. */
export type Flaw = 'empty' | 'loop' | 'reserved'

/**
 * Repetitions are taken out, confederations too; a set ends the path, since its order is lost.
 * A path with a number that no AS of the Internet has is refused: somebody forgot to take it out, or
 * put AS_TRANS in its place, and its neighbours need not be neighbours.
 */
export const cleanPath = (segments: readonly AsSegment[]): readonly number[] | Flaw => {
  const path: number[] = []
  for (const { type, asns } of segments) {
    if (type === 'set') break
    if (type !== 'sequence') continue
    for (const asn of asns) if (asn !== path.at(-1)) path.push(asn)
  }
  if (path.length === 0) return 'empty'
  if (path.some(isReserved)) return 'reserved'
  return new Set(path).size === path.length ? path : 'loop'
}

/** RFC 5398, 6793, 6996, 7300; up to 131071 never given out. */
const isReserved = (asn: number): boolean =>
  asn === AS_TRANS || (asn >= 64_496 && asn <= 131_071) || asn >= 4_200_000_000
