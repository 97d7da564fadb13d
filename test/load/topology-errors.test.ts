import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { kindNames } from '../../src/kinds/index.ts'
import { EXIT, InputError } from '../../src/lib/errors.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { loadTopology } from '../../src/load/topology.ts'
import { golden } from '../golden.ts'

const FOLDER = 'test/golden/topology-errors'
const files = readdirSync(join(packageRoot(), FOLDER)).filter((name) => name.endsWith('.yaml'))

/** The error of a file, which must be one for the user. */
const errorOf = (path: string): InputError => {
  try {
    loadTopology(path, readFileSync(join(packageRoot(), path), 'utf8'), {
      kinds: kindNames,
    })
  } catch (error) {
    assert.ok(error instanceof InputError, String(error))
    return error
  }
  assert.fail(`${path} is valid`)
}

for (const name of files)
  test(`the error of ${name}`, () => {
    const error = errorOf(`${FOLDER}/${name}`)
    golden(`${error.message}\n`, `${FOLDER}/${name.replace(/\.yaml$/, '.txt')}`)
    assert.equal(error.exitStatus, EXIT.input)
    assert.equal(error.message, error.problems.join('\n\n'))
    for (const problem of error.problems) assert.match(problem, /^\S+:\d+:\d+: .+\n +\d+ \| .*\n/)
  })

test('there are many broken files', () => assert.ok(files.length >= 50))
