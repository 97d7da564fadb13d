import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { chooseBench, listBenches } from '../../bench/choose.ts'
import { benches } from '../../bench/index.ts'
import { InputError } from '../../src/lib/errors.ts'
import { packageRoot } from '../../src/lib/package-root.ts'

const two = {
  up: { summary: 'the way up', file: './up.js' },
  inject: { summary: 'the way in', file: './inject.js' },
}

test('a known bench is found', () => {
  assert.equal(chooseBench('inject', two), two.inject)
})

test('an unknown name, no name, or a name of Object lists the known ones', () => {
  const list = 'name    what it measures\nup      the way up\ninject  the way in'
  assert.equal(listBenches(two), list)
  for (const name of ['upp', undefined, 'toString'])
    assert.throws(
      () => chooseBench(name, two),
      (error) => error instanceof InputError && error.message.endsWith(list),
    )
  assert.throws(() => chooseBench('upp', two), /unknown benchmark "upp"/)
})

test('every registered bench has its file', () => {
  for (const { file } of Object.values(benches)) {
    const source = join(packageRoot(), 'bench', file.replace(/\.js$/, '.ts'))
    assert.ok(existsSync(source), source)
  }
})
