import type { JournalEntry } from '../../../src/model/event.ts'
import type { Played, Sample } from '../played.ts'
import { streamKey } from '../samples.ts'
import type { Invariant } from './invariant.ts'

/**
 * At every instant that was looked at: a stream is told to be lost only while some way fails, and
 * one that was answered before is told to be lost when no way is left.
 */
export const probesAgree: Invariant = {
  name: 'probes-agree',
  check: (played) => {
    const streams = new Streams()
    return inTime(played).flatMap((item) => {
      if ('type' in item) return streams.read(item)
      return streams.compare(item)
    })
  },
}

/** Lines and looks; a look comes after all lines of its instant. */
const inTime = ({ entries, samples }: Played): readonly (JournalEntry | Sample)[] => {
  const items: (JournalEntry | Sample)[] = []
  let next = 0
  for (const sample of samples) {
    while (next < entries.length && (entries[next] as JournalEntry).at <= sample.at)
      items.push(entries[next++] as JournalEntry)
    // Before observation begins nobody tells anything.
    if (next > 0 && next < entries.length) items.push(sample)
  }
  return items.concat(entries.slice(next))
}

class Streams {
  /** `answered` where the last look or the last line says so. */
  readonly #states = new Map<string, 'answered' | 'lost'>()

  read(entry: JournalEntry): readonly string[] {
    if (entry.type === 'run-started') this.#states.clear()
    if (entry.type === 'node-changed') this.#senderChanged(entry.node)
    if (entry.type !== 'probe-changed') return []
    const key = streamKey(entry)
    const state = entry.lost ? 'lost' : 'answered'
    const wrong = this.#states.get(key) === state && entry.lost
    this.#states.set(key, state)
    return wrong ? [`line ${entry.seq}: ${key} is lost for a second time`] : []
  }

  compare({ at, streams }: Sample): readonly string[] {
    return [...streams].flatMap(([key, { isSenderUp, reach }]) => {
      if (!isSenderUp) return []
      const state = this.#states.get(key)
      if (state === 'lost' && reach === 'always') return [`${at}: ${key} is lost, and gets there`]
      if (state === 'answered' && reach === 'never')
        return [`${at}: ${key} is not told to be lost, and does not get there`]
      if (reach === 'always') this.#states.set(key, 'answered')
      return []
    })
  }

  /** He begins anew. */
  #senderChanged(node: string): void {
    for (const key of this.#states.keys()) if (key.startsWith(`${node} `)) this.#states.delete(key)
  }
}
