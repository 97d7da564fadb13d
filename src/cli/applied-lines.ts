import type { JournalEntry } from '../model/event.ts'

/** What an ad hoc fault did to each subject: text, or with --json an object in each line. */
export const appliedLines = (entry: JournalEntry, json: boolean): readonly string[] => {
  if (entry.type !== 'effects-applied') return []
  const { half, applied } = entry
  return applied.map(({ subject, commandedAt, verifiedAt, readBack }) => {
    if (json) return JSON.stringify({ half, subject, commandedAt, verifiedAt, readBack })
    const verb = half === 'injection' ? 'verified' : 'healed'
    const took =
      verifiedAt === undefined
        ? 'NOT VERIFIED'
        : `${verb} after ${(verifiedAt - commandedAt).toFixed(1)} ms`
    return `${subject}: ${took}${readBack ? `: ${readBack}` : ''}`
  })
}
