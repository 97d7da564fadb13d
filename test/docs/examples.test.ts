/** What we show must work: the files in topologies/ and experiments/, and the YAML in the pages. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { parse } from 'yaml'
import { faults } from '../../src/faults/index.ts'
import { kinds } from '../../src/kinds/index.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { loadPlan } from '../../src/load/plan.ts'
import { loadTopology } from '../../src/load/topology.ts'
import { metricNames } from '../../src/measure/index.ts'
import { rehearse } from '../../src/run/rehearse.ts'

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

test('there are examples to look at', () => {
  assert.ok(topologies.length > 6 && experiments.length >= 6)
})

const parseTopology = (file: string, text: string) =>
  loadTopology(file, text, { kinds: kinds.map((kind) => kind.name) })

for (const { name, text } of topologies)
  test(`the topology loads: ${name}`, () => {
    assert.ok(parseTopology(name, text).nodes.length > 1)
  })

/** The plan of the README stands below its own topology. */
const readTopology = (path: string): string =>
  path === 'lab.yaml'
    ? (shown.find(({ name }) => name.startsWith('README.md')) as Example).text
    : readFileSync(join(packageRoot(), path), 'utf8')

for (const { name, text } of [...experiments, ...shown.filter(isPlan)])
  test(`the plan loads, with its topology, and can be played on paper: ${name}`, async () => {
    const plan = await loadPlan(name, text, {
      faults,
      metricNames,
      rehearse: (candidate) => rehearse(candidate, faults),
      parseTopology,
      loadTopology: (path) => parseTopology(path, readTopology(path)),
    })
    assert.ok(plan.steps.length > 0)
  })

for (const { name, text } of [...filesIn('topologies', '.yaml'), ...experiments])
  test(`the schema that editors are pointed to exists: ${name}`, () => {
    const schema = /^# yaml-language-server: \$schema=(\S+)$/m.exec(text)?.[1] ?? 'no such line'
    assert.ok(existsSync(join(packageRoot(), dirname(name), schema)), schema)
  })
