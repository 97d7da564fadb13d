/** What happened in all cases together: a run in which nothing happens would prove nothing. */
import type { JournalEntry } from '../../src/model/event.ts'
import type { Played } from './played.ts'

export class Tally {
  readonly #counts = new Map<string, Map<string, number>>()
  #entries = 0
  #virtualMs = 0

  add({ entries }: Played): void {
    this.#entries += entries.length
    this.#virtualMs += (entries.at(-1)?.at ?? 0) - (entries[0]?.at ?? 0)
    for (const entry of entries) this.#read(entry)
  }

  lines(): readonly string[] {
    const hours = this.#virtualMs / 3_600_000
    return [
      `${this.#entries} journal lines, ${hours.toFixed(1)} hours of virtual time`,
      ...[...this.#counts].map(([title, counts]) => `${title}: ${listOf(counts)}`),
    ]
  }

  #read(entry: JournalEntry): void {
    if (entry.type === 'run-ended') this.#count('verdicts', entry.verdict)
    if (entry.type === 'settled') this.#count(`${entry.half}s settled`, entry.outcome)
    if (entry.type === 'fault-injected') this.#count('activations', 'injected')
    if (entry.type === 'step-skipped') this.#count('activations', 'skipped')
    if (entry.type === 'fault-started') this.#count('faults', entry.fault)
  }

  #count(title: string, name: string): void {
    const counts = this.#counts.get(title) ?? new Map<string, number>()
    this.#counts.set(title, counts.set(name, (counts.get(name) ?? 0) + 1))
  }
}

const listOf = (counts: ReadonlyMap<string, number>): string =>
  [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')
