/**
 * Reads fping's lines for one target. fping prints a line for each answer only, with the sequence
 * number of the packet: a gap in the numbers is the exact count of packets lost (RFC 6412 section 3.8.1).
 */
export interface ProbeChange {
  readonly at: number
  readonly lost: boolean
  readonly packets: number
}

const ANSWER = /^\[(\d+\.\d+)\] (\S+)\s+: \[(\d+)\], \d+ bytes, ([\d.]+) ms/

export interface Answer {
  readonly address: string
  readonly sequence: number
  /** When the packet was sent, as far as the round trip tells. */
  readonly sentAt: number
}

export const readAnswer = (line: string): Answer | undefined => {
  const found = ANSWER.exec(line)
  if (!found) return undefined
  const [, seconds, address, sequence, roundTripMs] = found as unknown as [
    string,
    string,
    string,
    string,
    string,
  ]
  const sentAt = Number(seconds) * 1000 - Number(roundTripMs)
  return { address, sequence: Number(sequence), sentAt }
}

export interface Cause {
  readonly address: string
  readonly cause: 'no-route' | 'ttl-exceeded'
}

/** What fping's warnings say of the way to a target: ICMP errors that came back, its own failure to send. */
export const readCause = (line: string): Cause | undefined => {
  const address =
    line.match(/sent to (\S+)/)?.[1] ?? line.match(/^(?:\[[\d.]+\] )?(\S+)\s*: error/)?.[1]
  if (address === undefined) return undefined
  return { address, cause: /time (to live )?exceeded/i.test(line) ? 'ttl-exceeded' : 'no-route' }
}

/** Folds answers, and the passing of time without any, to the moments at which loss begins and ends. */
export class ProbeStream {
  readonly #intervalMs: number
  readonly #patienceMs: number
  #last: { readonly sequence: number; readonly sentAt: number } | undefined
  #lost = false

  /** `patienceMs`: silence that long is loss, before any later answer proves it. */
  constructor(intervalMs: number, patienceMs: number) {
    this.#intervalMs = intervalMs
    this.#patienceMs = patienceMs
  }

  answered({ sequence, sentAt }: Answer): readonly ProbeChange[] {
    const last = this.#last
    // Late, and overtaken by a younger packet's answer.
    if (last && sequence <= last.sequence) return []
    this.#last = { sequence, sentAt }
    const packets = last ? sequence - last.sequence - 1 : 0
    if (packets <= 0 && !this.#lost) return []
    const began = last && !this.#lost ? [this.#began(last.sentAt)] : []
    this.#lost = false
    return [...began, { at: sentAt, lost: false, packets: Math.max(packets, 0) }]
  }

  /** Loss that has not ended yet. The first lost packet left one interval after the last answered one. */
  silentAt(at: number): ProbeChange | undefined {
    if (this.#lost || !this.#last || at - this.#last.sentAt < this.#patienceMs) return undefined
    this.#lost = true
    return this.#began(this.#last.sentAt)
  }

  #began(lastSentAt: number): ProbeChange {
    return { at: lastSentAt + this.#intervalMs, lost: true, packets: 0 }
  }
}
