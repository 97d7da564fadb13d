/** The examples that users copy from must load, and show every fault. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { test } from 'node:test'
import { faults } from '../../src/faults/index.ts'
import { kindNames } from '../../src/kinds/index.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { loadPlan } from '../../src/load/plan.ts'
import { readTopologyFile } from '../../src/load/read-file.ts'
import { loadTopology } from '../../src/load/topology.ts'
import { metricNames } from '../../src/measure/index.ts'
import { timelineToPlan } from '../../src/run/expand-text.ts'
import { rehearse } from '../../src/run/rehearse.ts'
import { expand } from '../../src/run/timeline.ts'

const folder = join(packageRoot(), 'experiments')
const kinds = { kinds: kindNames }
const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.yaml'),
)

const load = (file: string, text: string) =>
  loadPlan(file, text, {
    loadTopology: (path, settings) => readTopologyFile(path, { ...kinds, settings }),
    parseTopology: (name, inline, settings) => loadTopology(name, inline, { ...kinds, settings }),
    faults,
    metricNames,
    rehearse: (plan) => rehearse(plan, faults),
  })

const used = new Set<string>()

for (const name of files) {
  test(`experiments/${name} loads, expands and replays`, async () => {
    const file = join(folder, name)
    const text = readFileSync(file, 'utf8')
    const schema = relative(dirname(file), join(packageRoot(), 'schemas/plan.schema.json'))
    assert.ok(text.startsWith(`# yaml-language-server: $schema=${schema}\n`))
    const plan = await load(file, text)
    const timeline = expand(plan, faults)
    for (const { fault } of timeline) used.add(fault)
    const again = await load(file, timelineToPlan(plan, timeline, faults))
    const effects = expand(again, faults).map(({ phases }) => phases)
    assert.deepEqual(
      effects,
      timeline.map(({ phases }) => phases),
    )
  })
}

test('every fault is shown', () => {
  assert.deepEqual([...used].sort(), faults.map(({ name }) => name).sort())
})
