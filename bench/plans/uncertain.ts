/**
 * Where a session that should stand may fall, or not come back, nobody can predict the tables of an
 * instant. Total loss is certain; some loss is not. A round trip that takes longer than connect-retry
 * never gets a connection, and one longer than the hold time loses it. A router without its rib
 * daemon hears nothing of its interfaces, and has the ways that it had, or none after a restart: its
 * iBGP sessions go over these.
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

/** The rib daemon of a router is out, and something else is broken too, or not yet well again. */
const hasStaleWays = (
  effects: ReturnType<typeof allOf>,
  { sessions }: Topology,
  down: ReadonlySet<string>,
): boolean => {
  const out = effects.filter(isRibOut).flatMap((effect) => ('node' in effect ? [effect.node] : []))
  const theirs = sessions.filter(({ ends }) => ends.some(({ node }) => out.includes(node)))
  if (effects.length > out.length) return theirs.length > 0
  return theirs.some(({ ends: [a, b] }) => down.has(side(a.node, b)) || down.has(side(b.node, a)))
}

/** A session as the router at one end names it. */
const side = (node: string, { address }: { readonly address: string }): string =>
  `${node} ${address}`

/** Was there such a link at any time between the two, by nature or by a fault? */
export const uncertainBetween = (
  { plan, entries }: Pick<Played, 'plan' | 'entries'>,
  fromAt: number,
  toAt: number,
): boolean => {
  if (!isReliable(plan.topology)) return true
  let wasCertain = true
  let wasStale = false
  const down = new Set<string>()
  for (const { entry, effects } of effectsInForce(entries)) {
    if (entry.at > toAt) break
    if (entry.type === 'session-changed') {
      const name = side(entry.node, { address: entry.peer })
      if (entry.up) down.delete(name)
      else down.add(name)
    }
    if (entry.type !== 'effects-applied' && entry.type !== 'run-started') continue
    const now = allOf(effects)
    // Stale for as long as the daemon is out, even when the other thing has been healed.
    wasStale = hasStaleWays(now, plan.topology, down) || (wasStale && now.some(isRibOut))
    const nowCertain = !wasStale && isCertain(now, plan.topology)
    if (entry.at >= fromAt && !(wasCertain && nowCertain)) return true
    wasCertain = nowCertain
  }
  return !wasCertain
}

const isRibOut = (effect: ReturnType<typeof allOf>[number]): boolean =>
  effect.lever === 'daemon' && effect.daemon === 'rib'

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
