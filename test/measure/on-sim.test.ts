/** Figures of whole runs on the simulator, on networks in which the answer can be had by thinking. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import type { Measurement } from '../../src/model/measurement.ts'
import { runOnSim } from '../cli/sim-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'lemur-figures-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const PLAN = `version: 1
name: figures
topology: { name: figures, nodes: { NODES }, links: [LINKS] }
repeat: { count: 2 }
steps:
  - { id: gone, do: prefix-withdraw, on: a, at: 1s, for: 10s }
assertions: [ASSERTIONS]
`

const play = async (
  nodes: readonly string[],
  links: readonly string[],
  assertions: readonly string[] = [],
): Promise<{ measurements: readonly Measurement[]; verdict: string }> => {
  // Only one of them has something to withdraw.
  const own = (name: string) =>
    `${name}: { kind: frr, networks: { count: ${name === 'a' ? 1 : 0} } }`
  const text = PLAN.replace('NODES', nodes.map(own).join(', '))
    .replace('LINKS', links.join(', '))
    .replace('ASSERTIONS', assertions.map((one) => JSON.stringify(one)).join(', '))
  const file = join(folder, 'plan.yaml')
  writeFileSync(file, text)
  const { run } = await runOnSim({ file, runs: folder })
  return { measurements: run.measurements, verdict: run.result.verdict }
}

const valuesOf = (measurements: readonly Measurement[], name: string, half: string) =>
  measurements.filter((one) => one.name === name && one.half === half).map(({ value }) => value)

test('a withdrawal goes down a line: everybody is told once, and nobody tries another path', async () => {
  const { measurements } = await play(['a', 'b', 'c'], ['[a, b]', '[b, c]'])
  const injection = (name: string) => valuesOf(measurements, name, 'injection')
  // FRR tells a route to whom it has it from, too: once over each of the 4 sides of sessions.
  assert.deepEqual(injection('updates'), [4, 4])
  assert.deepEqual(injection('amplification'), [1, 1])
  assert.deepEqual(injection('packing'), [1, 1])
  assert.deepEqual(injection('paths-explored'), [0, 0])
  assert.deepEqual(injection('wwdup'), [0, 0])
  assert.deepEqual(valuesOf(measurements, 'wadup', 'reversion'), [4, 4])
  for (const name of ['aadiff', 'aadup', 'wadiff'])
    assert.deepEqual(valuesOf(measurements, name, 'reversion'), [0, 0], name)
})

test('in a full mesh a withdrawal makes the routers try paths over each other, and an assertion sees it', async () => {
  const nodes = ['a', 'b', 'c', 'd', 'e']
  const links = nodes.flatMap((one, at) => nodes.slice(at + 1).map((two) => `[${one}, ${two}]`))
  const assertions = ['paths-explored(gone) <= 0', 'paths-explored(gone, reversion) <= 5']
  const { measurements, verdict } = await play(nodes, links, assertions)
  const explored = measurements.filter(
    ({ name, half }) => name === 'paths-explored' && half === 'injection',
  )
  for (const { value, by = {} } of explored) {
    assert.ok((value as number) > 0)
    // Who has withdrawn his own prefix has nothing to try: all that he hears has him in its path.
    assert.equal(by.a, 0)
  }
  for (const diff of valuesOf(measurements, 'aadiff', 'injection')) assert.ok((diff as number) > 0)
  assert.equal(verdict, 'failed')
})

test('the simulator has no host whose processors could be used', async () => {
  const { measurements } = await play(['a', 'b'], ['[a, b]'])
  const names = new Set(measurements.map(({ name }) => name))
  assert.ok(!names.has('cpu-time') && !names.has('memory-peak'))
})
