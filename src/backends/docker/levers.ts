import type { LeverTrial } from '../../agent/protocol.ts'

export interface LeverInfo {
  readonly works: boolean
  readonly remedy?: string
}

const NETEM_REMEDY =
  'the kernel has no sch_netem: load it (modprobe sch_netem; Debian and Ubuntu: package linux-modules-extra or linux-image), or use link-loss and link-rate, which need no netem'

/** Which lever of the model needs which trial of the agent. */
const NEEDS: Readonly<Record<string, readonly string[]>> = {
  carrier: ['carrier'],
  admin: ['admin'],
  // Its rules are for both families, whichever the lab has.
  filter: ['filter', 'filter-ipv6'],
  shape: ['loss', 'filter-ipv6', 'rate'],
  netem: ['netem'],
  process: [],
  daemon: [],
  session: [],
  routes: [],
  reset: [],
}

/** The levers that this kernel has, from the agent's trials. */
export const leverTable = (trials: readonly LeverTrial[]): ReadonlyMap<string, LeverInfo> =>
  new Map(Object.entries(NEEDS).map(([lever, needs]) => [lever, infoOf(lever, needs, trials)]))

const infoOf = (
  lever: string,
  needs: readonly string[],
  trials: readonly LeverTrial[],
): LeverInfo => {
  const failed = trials.find((trial) => needs.includes(trial.lever) && !trial.works)
  if (!failed) return { works: true }
  return { works: false, remedy: lever === 'netem' ? NETEM_REMEDY : failed.output }
}
