/** The scripts in docker/ with pretended programs around them: nothing is installed or started. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { packageRoot } from '../../src/lib/package-root.ts'

const SCRIPTS = ['docker/install-engine.sh', 'docker/bootstrap-base.sh', '.ci/run']

interface Setting {
  readonly script: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Program name to shell text; they hide the real ones. */
  readonly programs?: Readonly<Record<string, string>>
}

const run = (context: TestContext, { script, args = [], env = {}, programs = {} }: Setting) => {
  const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-scripts-'))
  context.after(() => rmSync(folder, { recursive: true }))
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/bin/sh\n${text}\n`)
    chmodSync(join(folder, name), 0o755)
  }
  const { status, stdout, stderr } = spawnSync('bash', [join(packageRoot(), script), ...args], {
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env.PATH}`, OUT: folder, KEYRING: '/dev/null', ...env },
  })
  const written = (name: string) => readFileSync(join(folder, name), 'utf8')
  return { status, stdout, stderr, written }
}

test('the scripts are valid and name no address', () => {
  for (const script of SCRIPTS) {
    const path = join(packageRoot(), script)
    assert.equal(spawnSync('bash', ['-n', path]).status, 0, script)
    assert.doesNotMatch(readFileSync(path, 'utf8'), /https?:\/\/|\.(org|com|net)\b/, script)
  }
})

test('help and unknown arguments', (context) => {
  for (const script of SCRIPTS.slice(0, 2)) {
    const help = run(context, { script, args: ['--help'] })
    assert.deepEqual([help.status, help.stdout.split(' ')[0]], [0, 'usage:'], script)
    const unknown = run(context, { script, args: ['--frobnicate'] })
    assert.deepEqual([unknown.status, unknown.stderr.split(' ')[0]], [2, 'usage:'], script)
  }
})

test('an engine that answers is left alone', (context) => {
  const { status, stderr } = run(context, {
    script: 'docker/install-engine.sh',
    programs: { docker: 'echo 20.10.24', 'apt-get': 'exit 9', dockerd: 'exit 9' },
  })
  assert.equal(status, 0)
  assert.match(stderr, /answers already: 20\.10\.24/)
})

const NO_IMAGE =
  'case $1 in image|pull) exit 1;; import) cat >"$OUT/tar"; echo "$@" >"$OUT/import";; esac'
const BOOTSTRAP = 'echo "$@" >"$OUT/arguments"; echo tarball'
const ARCHIVES = [
  'Debian|bookworm-security|main|http://mirror.example/security',
  'Debian|bookworm-updates|main|http://updates.example/debian',
  'Debian|bookworm|contrib|http://contrib.example/debian',
  'Node Source|nodistro|main|http://node.example/x',
  'Debian|bookworm|main|http://mirror.example/debian',
]
const programs = {
  docker: NO_IMAGE,
  mmdebstrap: BOOTSTRAP,
  'apt-get': `printf '%s\\n' ${ARCHIVES.map((line) => `'${line}'`).join(' ')}`,
}
const script = 'docker/bootstrap-base.sh'

test('the base image comes from the main archive that apt is set to use', (context) => {
  const { status, written } = run(context, { script, programs })
  assert.equal(status, 0)
  assert.match(
    written('arguments'),
    /--variant=minbase .*trixie - http:\/\/mirror\.example\/debian$/m,
  )
  assert.equal(written('tar'), 'tarball\n')
  assert.match(written('import'), /debian:trixie-slim$/m)
})

test('MIRROR, IMAGE and SUITE are stronger; a mirror by https needs certificates', (context) => {
  const env = { MIRROR: 'https://other.example/debian', IMAGE: 'mine:1', SUITE: 'sid' }
  const { written } = run(context, { script, programs, env })
  assert.match(written('arguments'), /--include=ca-certificates .*sid - https:\/\/other\.example/)
  assert.match(written('import'), /mine:1$/m)
})

test('an image that is there, or can be pulled, is not made', (context) => {
  const there = run(context, { script, programs: { ...programs, docker: 'exit 0' } })
  assert.equal(there.status, 0)
  assert.throws(() => there.written('arguments'))
  const docker = 'case $1 in image) exit 1;; esac'
  const pulled = run(context, { script, args: ['--pull'], programs: { ...programs, docker } })
  assert.equal(pulled.status, 0)
  assert.throws(() => pulled.written('arguments'))
})

test('without an archive in the settings of apt it says what to set', (context) => {
  const { status, stderr } = run(context, { script, programs: { ...programs, 'apt-get': ':' } })
  assert.equal(status, 3)
  assert.match(stderr, /set MIRROR/)
})

test('a bootstrap that fails is a failure', (context) => {
  const { status } = run(context, { script, programs: { ...programs, mmdebstrap: 'exit 5' } })
  assert.notEqual(status, 0)
})
