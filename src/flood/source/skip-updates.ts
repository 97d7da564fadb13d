/** A source does not want to know what the device announces to it: UPDATEs are passed over. */
import type { Consume } from '../../speaker/connection.ts'
import type { Session } from '../../speaker/session.ts'

const HEADER = 19
const UPDATE = 2

export const skipUpdates =
  (session: Session): Consume =>
  (bytes, from, to) => {
    let at = from
    while (to - at >= HEADER) {
      const octets = ((bytes[at + 16] as number) << 8) | (bytes[at + 17] as number)
      const isUpdate = bytes[at + 18] === UPDATE && bytes[at] === 0xff && octets > HEADER
      if (isUpdate) {
        if (at + octets > to) return at
        at += octets
        continue
      }
      if (octets >= HEADER && at + octets > to) return at
      // What is no BGP is for the session too: it knows the NOTIFICATION for it.
      const next = at + Math.max(octets, HEADER)
      session.message(bytes, at, next)
      if (!session.isOpen) return to
      at = next
    }
    return at
  }
