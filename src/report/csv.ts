/** One row for each sample, for spreadsheets and statistics programs (RFC 4180). */
import type { Measurement } from '../model/measurement.ts'

const COLUMNS = ['measurement', 'step', 'instance', 'half', 'iteration', 'key', 'value', 'unit']

/** `key` is the node, the prefix or the pair, where the measurement tells it. */
export const renderCsv = (measurements: readonly Measurement[]): string =>
  [COLUMNS, ...measurements.flatMap(rowsOf)].map(csvRow).join('')

/** One line with its end, quoted where RFC 4180 asks for it. */
export const csvRow = (row: readonly (string | number)[]): string =>
  `${row.map(cell).join(',')}\r\n`

const rowsOf = ({ name, step, instance, half, iteration, unit, ...rest }: Measurement) =>
  samplesOf(rest).map(([key, value]) => [
    ...[name, step ?? '', instance ?? '', half ?? '', iteration, key, value, unit],
  ])

/** By key where the samples are those of the keys, else as they are; a figure without samples is one. */
const samplesOf = ({
  by = {},
  samples,
  value,
}: Pick<Measurement, 'by' | 'samples' | 'value'>): readonly (readonly [string, number])[] => {
  const keyed = Object.entries(by).filter(([key]) => !SHARES.has(key))
  if (keyed.length > 0 && keyed.length === samples.length) return keyed
  if (samples.length > 0) return samples.map((sample) => ['', sample])
  return value === null ? [] : [['', value]]
}

/** Quantiles among the keys are no samples. */
const SHARES: ReadonlySet<string> = new Set(['p50', 'p95'])

const cell = (value: string | number): string => {
  const text = String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
