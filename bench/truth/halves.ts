/** The figures of each half of each fault, worked out from what the witness saw, by the definitions in docs/measurements.md. */
import type { Entry, RunRecord } from './record.ts'
import type { Seen, SeenChange } from './seen.ts'

export interface Half {
  readonly instance: string
  readonly half: 'injection' | 'reversion'
  /** Milliseconds after the effect, by the name that the run's own figure has. Absent when there was none. */
  readonly figures: Readonly<Record<string, number | undefined>>
}

export const halvesOf = ({ entries }: RunRecord, seen: Seen): readonly Half[] =>
  entries
    .filter(({ type }) => type === 'fault-injected' || type === 'fault-healed')
    .map((done) => halfOf(done, entries, seen))

const halfOf = (done: Entry, entries: readonly Entry[], seen: Seen): Half => {
  const half = done.type === 'fault-injected' ? 'injection' : 'reversion'
  const instance = done.instance as string
  const near =
    entries.find(({ type, id }) => type === 'fault-started' && id === instance)?.adjacent ?? []
  const span = spanOf(done, entries)
  const up = half === 'reversion'
  const isIn = ({ at }: { readonly at: number }) => at >= span.from && at < span.to
  const first = (changes: readonly SeenChange[]) =>
    changes.find((change) => isIn(change) && change.up === up && near.includes(change.node))?.at
  const device = first(seen.devices)
  const effectAt = Math.min(device ?? span.readBackAt, span.readBackAt)
  const words = seen.inside.find(
    (message) => isIn(message) && message.type === 3 && near.includes(message.node) && !up,
  )?.at
  const session = earliest(first(seen.sessions), words)
  const since = (at: number | undefined) =>
    at === undefined ? undefined : Math.max(0, at - effectAt)
  return {
    instance,
    half,
    figures: {
      detection: since(session ?? device),
      convergence: since(
        seen.inside.filter((message) => isIn(message) && message.routes).at(-1)?.at,
      ),
      'fib-convergence': since(seen.routes.filter(isIn).at(-1)?.at),
    },
  }
}

const earliest = (...times: readonly (number | undefined)[]): number | undefined => {
  const known = times.filter((time) => time !== undefined)
  return known.length > 0 ? Math.min(...known) : undefined
}

/** From the command to what ends the half; only the runner knows these. */
const spanOf = (done: Entry, entries: readonly Entry[]) => {
  const { instance, commandedAt = done.at, at } = done
  const half = done.type === 'fault-injected' ? 'injection' : 'reversion'
  const ofHalf = (wanted: string) =>
    entries.find(
      (entry) => entry.type === wanted && entry.instance === instance && entry.half === half,
    )
  const ends = [
    ofHalf('settled')?.at,
    half === 'injection'
      ? entries.find(({ type, instance: other }) => type === 'fault-healed' && other === instance)
          ?.commandedAt
      : undefined,
    entries.at(-1)?.at,
  ].filter((time) => time !== undefined)
  const readBack =
    ofHalf('effects-applied')?.applied?.flatMap(({ verifiedAt }) => verifiedAt ?? []) ?? []
  return { from: commandedAt, to: Math.min(...ends), readBackAt: Math.min(at, ...readBack) }
}
