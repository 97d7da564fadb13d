/**
 * How fast a router takes what a guest sends: one segment after the other, each UPDATE in the time of
 * the router's profile. What it has not taken yet fills its receive buffer, and so holds the sender back.
 */
import type { Ending } from '../../bgp/session/ending.ts'
import type { Random } from '../../lib/random.ts'
import { CLOSED } from './endings.ts'
import type { SocketUser } from './socket.ts'
import type { Intake, Speaker } from './speaker.ts'
import { drawFrom } from './spread.ts'

interface IntakeParts {
  readonly random: Random
  /** So many octets have left the receive buffer. */
  took(octets: number): void
}

export const intakeOf =
  (parts: IntakeParts): Intake =>
  (user, speaker) =>
    new Reading(parts, user, speaker)

class Reading implements SocketUser {
  readonly #parts: IntakeParts
  readonly #user: SocketUser
  readonly #speaker: Speaker
  /** Segments of whole messages. */
  #waiting: Uint8Array[] = []
  #isBusy = false
  #ending: Ending | undefined

  constructor(parts: IntakeParts, user: SocketUser, speaker: Speaker) {
    this.#parts = parts
    this.#user = user
    this.#speaker = speaker
  }

  connected(): void {
    this.#user.connected()
  }

  arrived(segment: Uint8Array): void {
    this.#waiting.push(segment)
    if (!this.#isBusy) this.#next()
  }

  /** What came before an orderly end is read first. */
  ended(ending: Ending): void {
    this.#ending = ending
    if (ending !== CLOSED) this.#waiting = []
    if (!this.#isBusy) this.#next()
  }

  #next(): void {
    const segment = this.#waiting.shift()
    this.#isBusy = segment !== undefined
    if (segment) this.#take(segment)
    else if (this.#ending) this.#user.ended(this.#ending)
  }

  #take(segment: Uint8Array): void {
    const { inbox, parts } = this.#speaker
    const messages = messagesOf(segment)
    let takesMs = 0
    for (const message of messages)
      if (message[18] === UPDATE) takesMs += drawFrom(parts.profile.readMs, this.#parts.random)
    const { queue } = parts.net
    const deliver = () => {
      for (const message of messages) this.#user.arrived(message)
      this.#parts.took(segment.length)
      this.#next()
    }
    if (takesMs === 0) inbox.add(deliver)
    else queue.schedule(queue.nowMs + takesMs, () => inbox.add(deliver))
  }
}

const UPDATE = 2

/** The same octets, cut: a segment of one message stays what it is. */
const messagesOf = (segment: Uint8Array): readonly Uint8Array[] => {
  const messages: Uint8Array[] = []
  for (let at = 0; at < segment.length; ) {
    const length = ((segment[at + 16] as number) << 8) | (segment[at + 17] as number)
    if (length === segment.length) return [segment]
    messages.push(segment.subarray(at, at + length))
    at += length
  }
  return messages
}
