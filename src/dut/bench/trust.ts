/** Whether a figure says something about the device, or about what stood in its way. Pure. */
import type { DutFigures, DutRun, TrustFlag } from './record.ts'

/** Share of the machine's CPU time that others may have. */
const MOST_FOREIGN = 0.1
/** Share of the burst for which the generator may be busy sending without being held up. */
const MOST_SENDING = 0.5
/** CPU time of the generator for one of the device, from which on it may have been the slower one. */
const MOST_GENERATING = 1
/** (largest - smallest) / median of the time to all routes. */
const MOST_SCATTER = 0.5

export const flagsOf = (figures: DutFigures, isComplete: boolean): readonly TrustFlag[] => {
  const flags: TrustFlag[] = []
  if (!isComplete || figures.missingPrefixes > 0) flags.push('incomplete')
  if (figures.tablePrefixes !== figures.expectedPrefixes) flags.push('count-differs')
  if (isGeneratorBound(figures)) flags.push('generator-bound')
  if (foreignShare(figures) > MOST_FOREIGN) flags.push('contended')
  return flags
}

/** Of all the CPU time that the machine had during the burst. */
export const foreignShare = ({ foreignCpuMs, watchedMs, machineCpus }: DutFigures): number =>
  foreignCpuMs / (watchedMs * machineCpus)

/**
 * A device that is the slower one either stops reading, and then the senders are blocked, or it
 * has everything long before it has passed it on. And it works more than those who feed it.
 */
const isGeneratorBound = (figures: DutFigures): boolean => {
  const { sendMs, blockedMs, allRoutesMs, generatorCpuMs, dutCpuUserMs, dutCpuSystemMs } = figures
  const isSending = (sendMs - blockedMs) / allRoutesMs > MOST_SENDING
  const dutCpuMs = dutCpuUserMs + dutCpuSystemMs
  return isSending && generatorCpuMs > MOST_GENERATING * dutCpuMs
}

/** Of several runs: everything that any of them has, and whether they agree. */
export const flagsOfRuns = (runs: readonly DutRun[]): readonly TrustFlag[] => {
  const flags = new Set(runs.flatMap((run) => run.flags))
  const times = runs.flatMap(({ figures }) => (figures ? [figures.allRoutesMs] : []))
  if (scatter(times) > MOST_SCATTER) flags.add('scattered')
  return [...flags]
}

const scatter = (values: readonly number[]): number => {
  if (values.length < 2) return 0
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted[Math.floor(sorted.length / 2)] as number
  return ((sorted.at(-1) as number) - (sorted[0] as number)) / middle
}
