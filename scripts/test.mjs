// Runs the compiled tests with node's own runner, one file after the other.
// `npm test -- load/ faults/` runs only the files whose path contains one of the words.
import { existsSync, readdirSync } from 'node:fs'
import { run } from 'node:test'
import { closing, reportFile } from './reporter.mjs'

const sourceOf = (name) => `test/${name.replace(/\.js$/, '.ts')}`

const wanted = process.argv.slice(2)
const names = readdirSync('dist/test', { recursive: true })
  .filter((name) => name.endsWith('.test.js'))
  // The compiler never deletes: a test that was removed or renamed still has its old output.
  .filter((name) => existsSync(sourceOf(name)))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  .sort()
if (names.length === 0) {
  console.error(`no test file has ${wanted.join(' or ')} in its path`)
  process.exit(1)
}
process.env.NODE_OPTIONS = `${process.env.NODE_OPTIONS ?? ''} --enable-source-maps`.trim()
const print = (text) => void process.stdout.write(text)
const results = []
for (const name of names) {
  const events = run({ files: [`dist/test/${name}`], concurrency: 1 })
  results.push(await reportFile(sourceOf(name), events, print))
}
print(closing(results))
process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0
