/** The phases of a fault in plain words. */
import type { RunEvent } from '../model/event.ts'
import { formatMs } from '../report/quantity.ts'
import type { Told } from './told.ts'

type FaultEntry = Extract<
  RunEvent,
  {
    type:
      | 'fault-started'
      | 'effects-applied'
      | 'fault-injected'
      | 'fault-healed'
      | 'fault-unverified'
      | 'settled'
      | 'fault-ended'
      | 'step-skipped'
      | 'fault-late'
  }
>

export const faultWords = (entry: FaultEntry): Omit<Told, 'at' | 'seq'> => {
  const fault =
    entry.type === 'fault-started'
      ? entry.id
      : entry.type === 'step-skipped'
        ? entry.step
        : entry.instance
  return { topic: 'fault', who: fault, fault, ...said(entry) }
}

const said = (entry: FaultEntry): Pick<Told, 'words' | 'mood'> => {
  switch (entry.type) {
    case 'fault-started':
      return { words: `begins: ${entry.fault} on ${entry.on.join(', ')}` }
    case 'effects-applied':
      return { words: `${entry.half === 'injection' ? 'put on' : 'taken back'}: ${applied(entry)}` }
    case 'fault-injected':
      return { words: `is in effect, ${since(entry)} after the command`, mood: 'bad' }
    case 'fault-healed': {
      const note = entry.note === undefined ? '' : ` (${entry.note})`
      return { words: `is healed, ${since(entry)} after the command${note}`, mood: 'good' }
    }
    case 'fault-unverified':
      return { words: `could not be verified, ${entry.half}: ${entry.reason}`, mood: 'bad' }
    case 'settled':
      return { words: settled(entry), mood: entry.outcome === 'converged' ? 'good' : 'bad' }
    case 'fault-late':
      return { words: `came late, by ${formatMs(entry.lateMs)}`, mood: 'bad' }
    case 'fault-ended':
      return { words: 'is over' }
    case 'step-skipped':
      return { words: `was skipped: ${entry.reason}`, mood: 'bad' }
  }
}

const since = ({
  at,
  commandedAt,
}: {
  readonly at: number
  readonly commandedAt: number
}): string => formatMs(at - commandedAt)

const applied = ({ applied: all }: Extract<FaultEntry, { type: 'effects-applied' }>): string =>
  all.map(({ subject, readBack }) => `${subject} is now ${readBack}`).join('; ') || 'nothing'

const settled = (entry: Extract<FaultEntry, { type: 'settled' }>): string => {
  const { half, outcome, differences, note } = entry
  return [
    `the network after the ${half}: ${outcome}${note === undefined ? '' : ` (${note})`}`,
    ...differences,
  ].join('; ')
}
