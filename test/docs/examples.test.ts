/** What we show must work: the files in topologies/ and experiments/, and the YAML in the pages. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { findFault } from '../../src/faults/index.ts'
import { kinds } from '../../src/kinds/index.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { loadTopology } from '../../src/load/topology.ts'
import { planFrameSpec, stepSpec } from '../../src/model/plan-spec.ts'

interface Example {
  readonly name: string
  readonly text: string
}

const filesIn = (folder: string, ending: string): readonly Example[] =>
  readdirSync(join(packageRoot(), folder))
    .filter((file) => file.endsWith(ending))
    .map((file) => join(folder, file))
    .map((name) => ({ name, text: readFileSync(join(packageRoot(), name), 'utf8') }))

const blocksIn = ({ name, text }: Example): readonly Example[] =>
  [...text.matchAll(/^```yaml\n([\s\S]*?)^```/gm)].map((match, index) => ({
    name: `${name}, example ${index + 1}`,
    text: match[1] as string,
  }))

const shown = [...filesIn('.', 'README.md'), ...filesIn('docs', '.md')].flatMap(blocksIn)
const isPlan = ({ text }: Example) => 'steps' in parse(text)
const topologies = [...filesIn('topologies', '.yaml'), ...shown.filter((block) => !isPlan(block))]
const experiments = filesIn('experiments', '.yaml')

/** All steps, also those inside of blocks. */
const stepsOf = (entries: readonly unknown[]): readonly unknown[] =>
  (entries as { sequence?: unknown[]; parallel?: unknown[] }[]).flatMap((entry) => {
    const children = entry.sequence ?? entry.parallel
    return children ? stepsOf(children) : [entry]
  })

test('there are examples to look at', () => {
  assert.ok(topologies.length > 6 && experiments.length >= 6)
})

for (const { name, text } of topologies)
  test(`the topology loads: ${name}`, () => {
    const topology = loadTopology(name, text, { kinds: kinds.map((kind) => kind.name) })
    assert.ok(topology.nodes.length > 1)
  })

for (const { name, text } of [...experiments, ...shown.filter(isPlan)])
  test(`the plan keeps the schema, with faults that exist: ${name}`, () => {
    for (const entry of stepsOf(planFrameSpec.parse(parse(text)).steps)) {
      const step = stepSpec.parse(entry)
      const fault = findFault(step.do)
      assert.ok(fault, `no fault ${step.do}`)
      fault.params.parse(step.with ?? {})
    }
  })

for (const { name, text } of experiments)
  test(`the topology of the plan exists: ${name}`, () => {
    const { topology } = planFrameSpec.parse(parse(text))
    if (typeof topology === 'string')
      assert.ok(existsSync(join(packageRoot(), dirname(name), topology)), topology)
  })
