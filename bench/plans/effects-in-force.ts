/** What is broken at each line of a journal, from its `effects-applied` lines and nothing else. */
import type { Effect } from '../../src/model/effect.ts'
import type { JournalEntry } from '../../src/model/event.ts'

export interface InForce {
  readonly entry: JournalEntry
  /** After the entry, by instance. */
  readonly effects: ReadonlyMap<string, readonly Effect[]>
}

/** Each `run-started` begins with nothing. */
export function* effectsInForce(entries: readonly JournalEntry[]): Generator<InForce> {
  let effects = new Map<string, readonly Effect[]>()
  for (const entry of entries) {
    if (entry.type === 'run-started') effects = new Map()
    if (entry.type === 'effects-applied') {
      const lasting = entry.effects.filter(({ lever }) => lever !== 'reset')
      effects = new Map(effects)
      if (lasting.length > 0) effects.set(entry.instance, lasting)
      else effects.delete(entry.instance)
    }
    yield { entry, effects }
  }
}

export const allOf = (effects: InForce['effects']): readonly Effect[] =>
  [...effects.values()].flat()
