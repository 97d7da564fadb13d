import { z } from 'zod'
import { InputError } from '../lib/errors.ts'
import type { Session, SessionEnd } from '../model/topology.ts'

export const actingEnd = z
  .string()
  .optional()
  .describe('Node at which it is done; the first end of the session when absent.')

/** The end of the session at a node; the first one when no node is named. */
export const endAt = (session: Session, node: string | undefined): SessionEnd => {
  const end = node === undefined ? session.ends[0] : session.ends.find((e) => e.node === node)
  if (end) return end
  const names = session.ends.map((e) => e.node).join(' and ')
  throw new InputError(`${node} is not an end of ${session.id}: its ends are ${names}`)
}
