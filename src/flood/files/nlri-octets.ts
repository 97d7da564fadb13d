/** Runs of encoded prefixes (RFC 4271 section 4.3), cut and counted without decoding them. */

import type { Family } from '../../bgp/prefix.ts'
import { WIDTH } from '../../bgp/prefix.ts'
import { WireError } from '../../lib/errors.ts'

export interface NlriRun {
  readonly octets: Uint8Array
  readonly count: number
}

export const NO_NLRI: NlriRun = { octets: new Uint8Array(0), count: 0 }

/** Checks every prefix. Path identifiers (RFC 7911) are left out of the result. */
export const nlriRun = (octets: Uint8Array, family: Family, addPath = false): NlriRun => {
  const parts: Uint8Array[] = []
  let count = 0
  let at = 0
  while (at < octets.length) {
    const start = addPath ? at + 4 : at
    const bits = octets[start] ?? 256
    const end = start + 1 + ((bits + 7) >> 3)
    if (bits > WIDTH[family] || end > octets.length)
      throw new WireError(`prefix ${count + 1} of ${family} is malformed`, {
        offset: at,
        section: 'RFC 4271 6.3',
      })
    if (addPath) parts.push(octets.subarray(start, end))
    count++
    at = end
  }
  return { octets: addPath ? concat(parts) : octets, count }
}

/** As many whole prefixes as fit, the rest after them. */
export const cutRun = (run: NlriRun, room: number): readonly [NlriRun, NlriRun] => {
  if (run.octets.length <= room) return [run, NO_NLRI]
  let count = 0
  let at = 0
  for (;;) {
    const next = at + 1 + (((run.octets[at] as number) + 7) >> 3)
    if (next > room) break
    at = next
    count++
  }
  return [
    { octets: run.octets.subarray(0, at), count },
    { octets: run.octets.subarray(at), count: run.count - count },
  ]
}

export const concat = (parts: readonly Uint8Array[]): Uint8Array => {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}
