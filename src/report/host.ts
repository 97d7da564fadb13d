import { type HostLoad, hostLoad, hostSamples } from '../measure/host-load.ts'
import type { FinishedRun } from './finished-run.ts'

export const hostOf = ({ entries }: Pick<FinishedRun, 'entries'>): HostLoad | undefined =>
  hostLoad(hostSamples(entries))

/** Name and value of each thing that is known of the host's processors, mean over the run. */
export const hostRows = (load: HostLoad): readonly (readonly [string, string])[] => {
  const {
    processors,
    lab,
    foreign,
    low,
    steal,
    idle,
    pressure,
    waited,
    throttledMs,
    longestLagMs,
  } = load
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['processors', String(processors)],
    ['lab', percent(lab)],
    ['other programs', percent(foreign)],
    ['programs of low priority', percent(low)],
    ['hypervisor', percent(steal)],
    ['idle', percent(idle)],
    ['time in which programs waited (PSI)', percent(pressure)],
    ['programs of the lab that waited', waited?.toFixed(2)],
    ['held back by quotas', throttledMs > 0 ? `${Math.round(throttledMs)} ms` : undefined],
    ['latest timer', `${Math.round(longestLagMs)} ms`],
  ]
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
}

/** For a terminal; nothing where there is no host. */
export const hostLine = (run: Pick<FinishedRun, 'entries'>): readonly string[] => {
  const load = hostOf(run)
  if (!load) return []
  const { processors, lab, foreign, low, steal, idle } = load
  const shares = Object.entries({
    lab,
    others: foreign,
    'low priority': low,
    hypervisor: steal,
    idle,
  })
  const parts = shares.flatMap(([name, share]) =>
    share === undefined ? [] : [`${name} ${percent(share)}`],
  )
  return [`host: ${processors} processors; ${parts.join(', ')}`]
}

const percent = <Share extends number | undefined>(share: Share) =>
  (share === undefined ? undefined : `${Math.round(share * 100)} %`) as Share extends number
    ? string
    : string | undefined
