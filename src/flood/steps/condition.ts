import type { Step } from '../flow.ts'
import { conditioning } from '../transfers.ts'
import { nextAfter, transfer } from './transfer.ts'

/**
 * Fills the device's table, so that what is measured are announcements of prefixes that it knows,
 * with memory that it has. Where sessions are restarted its table is empty each time anyway.
 */
export const condition: Step = async (flow, place) => {
  if (flow.config.parameters.restart) return 'go-on'
  const job = conditioning(flow.config)
  return nextAfter(await transfer(flow, job, { ...place, kind: 'conditioning', cold: true }))
}
