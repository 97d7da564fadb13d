// What `npm test` prints: a line per file, each failure where it happens, and all failures once
// more before the closing line, since whoever reads a log begins at its end.
import { inspect } from 'node:util'

/** A suite, or a test with parts, fails when one of them does: that one has been named already. */
const isOfParts = ({ details }) =>
  details.type === 'suite' || details.error?.failureType === 'subtestsFailed'

const indent = (text) => text.replace(/^/gm, '    ')

// All of an error, also what ours say of the way out, and what led to them.
const reasonOf = ({ details: { error } }) => {
  const cause = error?.cause ?? error
  return indent(
    typeof cause === 'string' ? cause : inspect(cause, { depth: 4, maxStringLength: 500 }),
  )
}

// What is cancelled ran out of its time.
const NAMES = { pass: 'passed', fail: 'failed', cancelled: 'failed', skipped: 'skipped' }

/** Counts as node does, from what it says when a file has ended: `pass 12`. */
const count = (counts, message) => {
  const [, what, number] = /^(\w+) (\d+)$/.exec(message) ?? []
  if (what in NAMES) counts[NAMES[what]] += Number(number)
}

/**
 * Follows the events of `node:test` for one file; prints its failures and a line that sums it up.
 * @param {string} name of the file, as the project writes it
 * @param {AsyncIterable<{ type: string, data: any }>} events
 * @param {(text: string) => void} print
 */
export const reportFile = async (name, events, print) => {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  const failures = []
  const startedAt = performance.now()
  for await (const { type, data } of events) {
    if (type === 'test:stdout' || type === 'test:stderr') print(data.message)
    if (type === 'test:diagnostic' && data.nesting === 0) count(counts, data.message)
    if (type !== 'test:fail' || isOfParts(data)) continue
    failures.push(`not ok  ${name}: ${data.name}\n${reasonOf(data)}\n`)
    print(failures.at(-1))
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const word = counts.failed === 0 ? 'ok    ' : 'not ok'
  const skipped = counts.skipped === 0 ? '' : `, ${counts.skipped} skipped`
  print(
    `${word}  ${name}  ${counts.passed} passed, ${counts.failed} failed${skipped}  ${seconds} s\n`,
  )
  return { ...counts, failures }
}

/** @param {readonly Awaited<ReturnType<typeof reportFile>>[]} files */
export const closing = (files) => {
  const sum = (what) => files.reduce((total, file) => total + file[what], 0)
  const failures = files.flatMap((file) => file.failures)
  const again = failures.length > 0 ? `\nWhat failed:\n${failures.join('')}` : ''
  const skipped = sum('skipped') > 0 ? `${sum('skipped')} skipped\n` : ''
  return `${again}\n${skipped}${sum('passed')} passed, ${sum('failed')} failed\n`
}
