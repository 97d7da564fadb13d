/**
 * Keeps the messages that the routers got, as MRT records (BGP4MP_ET, RFC 6396): what a capture is on
 * an engine. KEEPALIVEs are left out, and so is what says nothing of anything but a load.
 */
import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { encodeRecord } from '../../bgp/mrt/codec.ts'
import { messageRecord } from '../../bgp/mrt/exchange.ts'
import type { Observation } from '../../model/observation.ts'
import { sidesIn } from '../../model/session-sides.ts'
import type { Topology } from '../../model/topology.ts'

/** Octets that are packed at once; each such piece is a member of the gzip file. */
const PIECE = 1 << 18

export class MessageLog {
  readonly #descriptor: number
  readonly #sidesOf: ReturnType<typeof sidesIn>
  #waiting: Uint8Array[] = []
  #length = 0
  #isOpen = true

  constructor(folder: string, topology: Topology) {
    mkdirSync(folder, { recursive: true })
    this.#descriptor = openSync(join(folder, 'messages.mrt.gz'), 'w')
    this.#sidesOf = sidesIn(topology)
  }

  /** `seen` is what is told of the message, with the time of the clock. */
  write(seen: Observation, message: Uint8Array): void {
    const sides =
      this.#isOpen && 'from' in seen && 'node' in seen && this.#sidesOf(seen.node, seen.from)
    if (!sides) return
    const record = encodeRecord(messageRecord({ ...sides, atMs: seen.at, message }))
    this.#waiting.push(record)
    this.#length += record.length
    if (this.#length >= PIECE) this.#flush()
  }

  close(): void {
    if (!this.#isOpen) return
    this.#flush()
    closeSync(this.#descriptor)
    this.#isOpen = false
  }

  #flush(): void {
    writeSync(this.#descriptor, gzipSync(Buffer.concat(this.#waiting)))
    this.#waiting = []
    this.#length = 0
  }
}
