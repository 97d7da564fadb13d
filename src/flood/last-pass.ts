import type { Transfer, TransferResult } from './types.ts'

/**
 * A transfer that goes through its table more than once has shown every prefix after the first pass.
 * It is over when the canaries behind its last UPDATE are there too; when they are not, it stands
 * still. `sources` is how many send.
 */
export const afterLastPass = (
  job: Transfer,
  result: TransferResult,
  sources: number,
): TransferResult => {
  if (result.outcome !== 'complete' || !isLonger(job, sources)) return result
  const seen = result.tail.flatMap(({ seenAtMs }) => seenAtMs ?? [])
  if (seen.length < sources) {
    const { completedAtMs: _, ...rest } = result
    const reason = `${sources - seen.length} of ${sources} canaries behind the last pass have not come`
    return { ...rest, outcome: 'timeout', reason }
  }
  return { ...result, completedAtMs: Math.max(result.completedAtMs ?? 0, ...seen) }
}

const isLonger = ({ stream, updates, canaries, until }: Transfer, sources: number): boolean => {
  if (stream.type === 'encoded' || !canaries || until !== 'prefixes') return false
  const once = stream.tableSize * (stream.wholeTable ? sources : 1)
  return updates === undefined || updates > once
}
