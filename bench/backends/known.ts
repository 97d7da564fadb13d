/** Why the backends differ, where it is known: what a real network adds, or what Docker does otherwise. */
import type { Remark } from './remarks.ts'

interface Known {
  readonly why: string
  holds(remark: Omit<Remark, 'why'>): boolean
}

export const KNOWN: readonly Known[] = [
  {
    why: 'On Docker a power loss begins with the links of the router; its daemon lives to see them go.',
    holds: ({ row, type, what }) =>
      row.fault.startsWith('node-power-loss') &&
      type === 'only-second' &&
      what.startsWith(`${row.target}: `),
  },
  {
    why: 'After a power loss Docker plugs the links in when the daemons run, so they need no time to start.',
    holds: ({ row, type, what }) =>
      row.fault.startsWith('node-power-loss') &&
      row.half === 'reversion' &&
      type === 'figure' &&
      what !== 'updates',
  },
]
