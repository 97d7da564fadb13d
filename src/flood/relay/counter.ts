import type { PortCounts } from './counts.ts'

const HEADER = 19

/** Counts the messages of a stream of which only the headers are looked at, whatever the chunks. */
export const createCounter = (counts: PortCounts): ((chunk: Uint8Array) => void) => {
  const header = new Uint8Array(HEADER)
  let held = 0
  /** Octets of the current message that are still to come. */
  let body = 0
  return (chunk) => {
    counts.octets += chunk.length
    let at = 0
    while (at < chunk.length) {
      if (body > 0) {
        const skipped = Math.min(body, chunk.length - at)
        body -= skipped
        at += skipped
        continue
      }
      while (held < HEADER && at < chunk.length) header[held++] = chunk[at++] as number
      if (held < HEADER) return
      held = 0
      body = Math.max(((header[16] as number) << 8) + (header[17] as number) - HEADER, 0)
      countType(counts, header[18] as number)
    }
  }
}

const countType = (counts: PortCounts, type: number): void => {
  if (type === 1) counts.opens++
  else if (type === 2) counts.updates++
  else if (type === 3) counts.notifications++
  else if (type === 4) counts.keepalives++
  else if (type === 5) counts.refreshes++
}
