/** Every broken plan of test/golden/plan-errors gives exactly the text that stands beside it. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { faults } from '../../src/faults/index.ts'
import { kindNames } from '../../src/kinds/index.ts'
import { EXIT, InputError } from '../../src/lib/errors.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { loadPlan } from '../../src/load/plan.ts'
import { readTopologyFile } from '../../src/load/read-file.ts'
import { loadTopology } from '../../src/load/topology.ts'
import { metricNames } from '../../src/measure/index.ts'
import { rehearse } from '../../src/run/rehearse.ts'
import { golden } from '../golden.ts'

const folder = 'test/golden/plan-errors'
const kinds = { kinds: kindNames }
const files = readdirSync(join(packageRoot(), folder)).filter((name) => name.endsWith('.yaml'))

/** The problems carry the path from the package root, wherever the tests run. */
const load = (file: string) =>
  loadPlan(`${folder}/${file}`, readFileSync(join(packageRoot(), folder, file), 'utf8'), {
    loadTopology: async (path, settings) => {
      try {
        return await readTopologyFile(join(packageRoot(), path), { ...kinds, settings })
      } catch (error) {
        throw relative(error)
      }
    },
    parseTopology: (name, text, settings) => loadTopology(name, text, { ...kinds, settings }),
    faults,
    metricNames,
    rehearse: (plan) => rehearse(plan, faults),
  })

const relative = (error: unknown): unknown =>
  error instanceof InputError
    ? new InputError(error.problems.map((text) => text.replaceAll(`${packageRoot()}/`, '')))
    : error

test('there are enough of them', () => assert.ok(files.length >= 24))

for (const file of files) {
  test(file, async () => {
    const error = await load(file).catch((reason: unknown) => reason)
    assert.ok(error instanceof InputError, String(error))
    assert.equal(error.exitStatus, EXIT.input)
    golden(`${error.message}\n`, `${folder}/${file.replace('.yaml', '.txt')}`)
  })
}
