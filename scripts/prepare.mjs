// Installs and builds, each only when needed, so that `npm test` and `npm run demo` work in a fresh clone.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'

const [major] = process.versions.node.split('.').map(Number)
if (major < 20) fail(`chaoslemur needs Node 20 or newer; this is ${process.version}`)

const QUIET = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
const lockDigest = createHash('sha256').update(readFileSync('package-lock.json')).digest('hex')
const stamp = 'node_modules/.chaoslemur-lock'
const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === lockDigest
if (!installed) {
  console.error('installing dependencies ...')
  // No dependency needs its install script: the compiled parts below dockerode are optional.
  // Not `npm ci`: it refuses the lock file where a registry lacks an optional package for some other
  // system. This takes the same versions from the lock file, and writes neither file.
  run('npm', ['install', '--no-save', ...QUIET])
  writeFileSync(stamp, lockDigest)
}
// The compiler needs a second to find out that it has nothing to do.
const buildStamp = 'dist/.chaoslemur-built'
const sources = ['tsconfig.json', ...['src', 'test', 'bench'].flatMap(typescriptIn)]
const digest = digestOf(sources)
if (!existsSync(buildStamp) || readFileSync(buildStamp, 'utf8') !== digest || lacksOutput()) {
  // It writes again only what has changed, whether it is there or not.
  if (lacksOutput()) rmSync('dist/.tsbuildinfo', { force: true })
  run(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'])
  writeFileSync(buildStamp, digest)
}
// For `npx chaoslemur` in the checkout: the compiler writes files without the bit.
chmodSync('dist/src/cli/main.js', 0o755)
// Its own link: npx alone remembers for ever that there was no command when it was asked before the build.
const link = 'node_modules/.bin/chaoslemur'
if (!existsSync(link)) {
  rmSync(link, { force: true })
  symlinkSync('../../dist/src/cli/main.js', link)
}

function typescriptIn(folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${folder}/${name}`)
    .sort()
}

/** Of names, sizes and times of change. */
function digestOf(files) {
  const digest = createHash('sha256').update(lockDigest)
  for (const name of files) {
    const { size, mtimeMs } = statSync(name)
    digest.update(`${name} ${size} ${mtimeMs}\n`)
  }
  return digest.digest('hex')
}

function lacksOutput() {
  return sources.some(
    (name) => name.endsWith('.ts') && !existsSync(`dist/${name.replace(/\.ts$/, '.js')}`),
  )
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: ['ignore', 2, 2] })
  if (status !== 0) fail(`${command} ${args[0]} failed${error ? `: ${error.message}` : ''}`)
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
