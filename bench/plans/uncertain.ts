/**
 * Where a session that should stand may fall, or not come back, nobody can predict the tables of an
 * instant. Total loss is certain; some loss is not. A round trip that takes longer than connect-retry
 * never gets a connection, and one longer than the hold time loses it.
 */
import type { Shape, Topology } from '../../src/model/topology.ts'
import { fold } from '../../src/run/fold.ts'
import { allOf, effectsInForce } from './effects-in-force.ts'
import type { Played } from './played.ts'

/** One way, over the longest way there is; connect-retry is a second at least. */
const CERTAIN_DELAY_MS = 400
const CERTAIN_RATE_BPS = 64_000

/** Is every link of the network as a session needs it, by nature? */
export const isReliable = (topology: Topology): boolean => isCertain([], topology)

/** Was there such a link at any time between the two, by nature or by a fault? */
export const uncertainBetween = (
  { plan, entries }: Pick<Played, 'plan' | 'entries'>,
  fromAt: number,
  toAt: number,
): boolean => {
  if (!isReliable(plan.topology)) return true
  let wasCertain = true
  for (const { entry, effects } of effectsInForce(entries)) {
    if (entry.at > toAt) break
    if (entry.type !== 'effects-applied' && entry.type !== 'run-started') continue
    const nowCertain = isCertain(allOf(effects), plan.topology)
    if (entry.at >= fromAt && !(wasCertain && nowCertain)) return true
    wasCertain = nowCertain
  }
  return !wasCertain
}

const isCertain = (effects: ReturnType<typeof allOf>, topology: Topology): boolean => {
  const impaired = [...fold(effects, topology).values()].flatMap((state) =>
    state.lever === 'shape' ? [state] : [],
  )
  const links = topology.links.map(({ id, shape }) => [
    shape,
    ...impaired.filter(({ end }) => end.link === id).map((state) => state.shape),
  ])
  const slowest = links
    .map((shapes) => Math.max(...shapes.map(slownessMs)))
    .toSorted((a, b) => b - a)
    .slice(0, topology.nodes.length - 1)
  return (
    links.flat().every(isPredictable) &&
    slowest.reduce((sum, delayMs) => sum + delayMs, 0) <= CERTAIN_DELAY_MS
  )
}

const slownessMs = ({ delayMs = 0, jitterMs = 0 }: Shape): number => delayMs + jitterMs

const isPredictable = ({
  loss = 0,
  corrupt = 0,
  rateBps = Number.POSITIVE_INFINITY,
}: Shape): boolean => (loss === 0 || loss === 1) && corrupt === 0 && rateBps >= CERTAIN_RATE_BPS
