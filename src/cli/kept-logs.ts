/** The routers' own logs beside the journal. */
import { join } from 'node:path'
import { explain } from '../lib/errors.ts'
import type { JournalEntry } from '../model/event.ts'
import { orAborted } from '../run/deadline.ts'
import type { Context } from './context.ts'
import type { Stage } from './venue.ts'

export const LOGS = 'logs'

/** An engine that hangs must not keep the lab. */
const PATIENCE_MS = 60_000

/** Says why where it cannot be done: a run is not worth less without them. */
export const keepLogs = async (
  { note }: Context,
  { keepLogs: keep }: Stage,
  folder: string,
  [head]: readonly JournalEntry[],
): Promise<void> => {
  if (!keep || !head) return
  try {
    await orAborted(keep(join(folder, LOGS), head.at), AbortSignal.timeout(PATIENCE_MS))
  } catch (error) {
    note(`the logs of the routers could not be kept: ${explain(error)}`)
  }
}
