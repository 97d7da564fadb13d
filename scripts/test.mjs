// Runs the compiled tests with node's own runner. Node 20 takes file names, not globs.
// `npm test -- load/ faults/` runs only the files whose path contains one of the words.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'

const wanted = process.argv.slice(2)
const files = readdirSync('dist/test', { recursive: true })
  .filter((name) => name.endsWith('.test.js'))
  // The compiler never deletes: a test that was removed or renamed still has its old output.
  .filter((name) => existsSync(`test/${name.replace(/\.js$/, '.ts')}`))
  .filter((name) => wanted.length === 0 || wanted.some((word) => name.includes(word)))
  .map((name) => `dist/test/${name}`)
  .sort()
if (files.length === 0) {
  console.error(`no test file has ${wanted.join(' or ')} in its path`)
  process.exit(1)
}
const { status } = spawnSync(
  process.execPath,
  ['--enable-source-maps', '--test', '--test-reporter=./scripts/reporter.mjs', ...files],
  {
    stdio: 'inherit',
  },
)
process.exit(status ?? 1)
