// What `npm test` prints: a line per file, each failure where it happens, and all failures once
// more before the closing lines, since whoever reads a log begins at its end.
import { relative } from 'node:path'

const CLOSING = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /

/** The file of a test as the project writes it: `test/bgp/open.test.ts`. */
const fileOf = ({ file }) =>
  file === undefined
    ? 'no file'
    : relative(process.cwd(), file)
        .replace(/^dist\//, '')
        .replace(/\.js$/, '.ts')

const indent = (text) => text.replace(/^/gm, '    ')

function reason({ details }) {
  const { error } = details
  const shown = error?.cause?.stack ?? error?.cause ?? error?.stack ?? error
  return indent(String(shown))
}

const failure = (data) => `not ok  ${fileOf(data)}: ${data.name}\n${reason(data)}\n`

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`

const fileLine = (name, { tests, failed, ms }) =>
  `${failed === 0 ? 'ok    ' : 'not ok'}  ${name}  ${tests} tests  ${seconds(ms)}\n`

/** A suite fails when one of its tests does: that test has been named already. */
const isSuite = ({ details }) => details?.type === 'suite'

/** @param {AsyncIterable<{ type: string, data: any }>} source events of `node:test` */
// biome-ignore lint/style/noDefaultExport: node's runner takes a reporter by its default export
export default async function* report(source) {
  const failures = []
  const closing = []
  let current
  let sum = { tests: 0, failed: 0, ms: 0 }
  for await (const { type, data } of source) {
    if (type === 'test:stdout' || type === 'test:stderr') yield data.message
    if (type === 'test:diagnostic' && data.nesting === 0 && CLOSING.test(data.message))
      closing.push(`# ${data.message}\n`)
    if (type !== 'test:pass' && type !== 'test:fail') continue
    const name = fileOf(data)
    if (name !== current) {
      if (current !== undefined) yield fileLine(current, sum)
      current = name
      sum = { tests: 0, failed: 0, ms: 0 }
    }
    if (data.nesting === 0) sum.ms += data.details.duration_ms
    if (!isSuite(data)) sum.tests += 1
    if (type === 'test:pass' || isSuite(data)) continue
    sum.failed += 1
    failures.push(failure(data))
    yield failure(data)
  }
  if (current !== undefined) yield fileLine(current, sum)
  if (failures.length > 0) yield `\n${failures.length} failed:\n${failures.join('')}`
  yield closing.join('')
}
