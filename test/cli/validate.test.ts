import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { packageRoot } from '../../src/lib/package-root.ts'
import { runCli } from './run-cli.ts'

const FOLDERS = ['test/golden/topology-errors', 'test/golden/plan-errors']

interface Checked {
  readonly file: string
  readonly problems: readonly string[]
}

const brokenFiles = FOLDERS.flatMap((folder) =>
  readdirSync(join(packageRoot(), folder))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => join(folder, name)),
)

const golden = (file: string): string =>
  readFileSync(join(packageRoot(), file.replace(/\.yaml$/, '.txt')), 'utf8')

test('validate gives every broken file its golden error, all in one go, and exits 2', () => {
  assert.ok(brokenFiles.length >= 40, `${brokenFiles.length} broken files`)
  const { status, stdout } = runCli(['validate', '--json', ...FOLDERS])
  assert.equal(status, 2)
  const checked = new Map((JSON.parse(stdout) as Checked[]).map((entry) => [entry.file, entry]))
  for (const file of brokenFiles) {
    const problems = checked.get(file)?.problems ?? []
    assert.equal(problems.join('\n\n').trim(), golden(file).trim(), file)
  }
})

for (const folder of FOLDERS) {
  const file = join(
    folder,
    readdirSync(join(packageRoot(), folder)).find((name) => name.endsWith('.yaml')) ?? '',
  )
  test(`validate ${file} alone: the golden text on stderr, nothing on stdout, no stack, exit 2`, () => {
    const { status, stdout, stderr } = runCli(['validate', file])
    assert.equal(status, 2)
    assert.equal(stdout, '')
    assert.equal(stderr.trim(), golden(file).trim())
    assert.doesNotMatch(stderr, /\n\s+at /)
  })
}

test('validate accepts every topology and experiment that is shipped', () => {
  const { status, stderr, stdout } = runCli(['validate', 'topologies', 'experiments'])
  assert.equal(stderr, '')
  assert.equal(status, 0)
  assert.match(stdout, /experiments\/faults\/link-down\.yaml: a valid plan/)
  assert.match(stdout, /topologies\/abilene\.yaml: a valid topology/)
})

test('a folder without any file to check is an error, not a success', () => {
  const { status, stderr, stdout } = runCli(['validate', 'schemas'])
  assert.equal(status, 2)
  assert.equal(stdout, '')
  assert.match(stderr, /schemas: no \.yaml file/)
})
