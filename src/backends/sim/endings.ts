/** What the network tells the users of a connection that is over. */
import type { Ending } from '../../bgp/session/ending.ts'

const byNetwork = (why: Ending['why'], text: string): Ending => ({ by: 'network', why, text })

export const UNREACHABLE = byNetwork('unreachable', 'no route to the peer')
export const REFUSED = byNetwork('refused', 'nothing listens at the peer')
export const RESET = byNetwork('reset', 'the peer reset the connection')
export const NO_ANSWER = byNetwork('no-answer', 'the peer does not answer')
export const CLOSED: Ending = {
  by: 'remote',
  why: 'closed',
  text: 'the peer closed the connection',
}
