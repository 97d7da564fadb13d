import assert from 'node:assert/strict'
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { after, describe, test } from 'node:test'
import { createRunFolder } from '../../src/run/folder.ts'

const root = mkdtempSync(join(tmpdir(), 'chaoslemur-folder-'))
after(() => rmSync(root, { recursive: true }))

const NOON = Date.UTC(2026, 10, 21, 12, 0, 5)

describe('a run folder', () => {
  const runs = join(root, 'runs')
  const first = createRunFolder(runs, 'cut and crash', NOON)

  test('is named after plan and time', () =>
    assert.equal(basename(first.path), 'cut-and-crash-20261121-120005'))

  test('gets another name when the name is taken, and `latest` follows', () => {
    const second = createRunFolder(runs, 'cut and crash', NOON)
    assert.equal(basename(second.path), 'cut-and-crash-20261121-120005-2')
    assert.equal(readlinkSync(join(runs, 'latest')), basename(second.path))
    assert.deepEqual(readdirSync(runs).sort(), [
      'cut-and-crash-20261121-120005',
      'cut-and-crash-20261121-120005-2',
      'latest',
    ])
  })

  test('never writes a file twice', () => {
    first.write('plan.yaml', 'version: 1\n')
    assert.throws(() => first.write('plan.yaml', 'version: 2\n'), /EEXIST/)
    assert.equal(readFileSync(join(first.path, 'plan.yaml'), 'utf8'), 'version: 1\n')
  })

  test('has captures for each iteration', () => {
    assert.equal(first.captures(2), join(first.path, 'captures', '2'))
    assert.ok(existsSync(join(first.path, 'captures', '2')))
  })

  test('stays inside its root, whatever the plan is called', () => {
    const odd = createRunFolder(runs, '../../etc/x', NOON)
    assert.equal(join(odd.path, '..'), runs)
  })

  test('leaves a `latest` alone that is not a link', () => {
    const other = join(root, 'other')
    createRunFolder(other, 'a', NOON)
    rmSync(join(other, 'latest'))
    writeFileSync(join(other, 'latest'), 'mine')
    createRunFolder(other, 'b', NOON)
    assert.equal(readFileSync(join(other, 'latest'), 'utf8'), 'mine')
  })
})
