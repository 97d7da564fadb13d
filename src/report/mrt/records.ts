/** What a run captured, as MRT records in order of time. */
import { sessionRecord } from '../../bgp/mrt/exchange.ts'
import type { RecordedMessage, StateChange } from '../../bgp/mrt/record.ts'
import { addressText } from '../../bgp/nlri.ts'
import { speakersOf } from '../../measure/speakers.ts'
import type { JournalEntry } from '../../model/event.ts'
import { type SessionSides, type SidesOf, sidesIn } from '../../model/session-sides.ts'
import type { Topology } from '../../model/topology.ts'

export interface Wanted {
  /** What this node received; all when absent. */
  readonly node?: string
  /** By its id. */
  readonly session?: string
}

export type RunRecord = RecordedMessage | StateChange

export interface Recorded {
  readonly topology: Topology
  readonly entries: readonly JournalEntry[]
  /** As readCaptures gives them. */
  readonly messages: readonly RecordedMessage[]
}

/** Messages as they arrived, and the sessions as the routers' logs have them. */
export const runRecords = (
  { topology, entries, messages }: Recorded,
  wanted: Wanted,
): readonly RunRecord[] => {
  const sidesOf = sidesIn(topology)
  const isWanted = wants(wanted)
  const speakers = speakersOf(topology)
  const heard = messages.filter(({ own, peer }) => {
    const node = speakers.get(addressText(own.address))
    return isWanted(node, node === undefined ? undefined : sidesOf(node, addressText(peer.address)))
  })
  const states = entries.flatMap((entry) => stateOf(entry, sidesOf, isWanted))
  return [...heard, ...states].sort(
    (a, b) => a.timeS - b.timeS || (a.microseconds ?? 0) - (b.microseconds ?? 0),
  )
}

type IsWanted = (node: string | undefined, sides: SessionSides | undefined) => boolean

const wants =
  ({ node, session }: Wanted): IsWanted =>
  (own, sides) =>
    (node === undefined || node === own) && (session === undefined || session === sides?.session)

const stateOf = (entry: JournalEntry, sidesOf: SidesOf, isWanted: IsWanted): StateChange[] => {
  if (entry.type !== 'session-changed') return []
  const sides = sidesOf(entry.node, entry.peer)
  if (!sides || !isWanted(entry.node, sides)) return []
  return [sessionRecord({ ...sides, atMs: entry.at, up: entry.up })]
}
