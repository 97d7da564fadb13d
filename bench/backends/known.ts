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
    why: 'How long a container and its daemons take to start depends on how busy the machine is.',
    holds: ({ row: { fault, half }, type, what }) =>
      /^(node-(stop|crash|power-loss)|daemon-kill)/.test(fault) &&
      half === 'reversion' &&
      type === 'figure' &&
      what !== 'updates',
  },
  {
    why: 'When a session is tried again after a silence is a draw between 0 and the connect retry time.',
    holds: ({ row: { fault, half }, type, what }) =>
      /silence|partition/.test(fault) &&
      half === 'reversion' &&
      type === 'figure' &&
      what !== 'updates',
  },
  {
    why: 'Loss by chance takes single probes on Docker; on the simulator the tables are walked.',
    holds: ({ row: { fault }, what }) =>
      /^link-(loss|impair)/.test(fault) && what === 'loss-of-connectivity',
  },
]
