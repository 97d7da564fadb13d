/** A control run belongs to a plan that asks for it, and to none of its figures. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { controlOf } from '../../src/measure/control.ts'
import { renderSummary } from '../../src/report/summary.ts'
import { runOnSim } from './sim-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-control-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const PLAN = `
version: 1
name: control
topology:
  name: triangle
  nodes: { a: { networks: [198.18.1.0/24] }, b: { networks: [198.18.2.0/24] }, c: {} }
  links: [[a, b], [b, c], [c, a]]
control: true
steps:
  - { id: cut, do: link-down, on: a--b, at: 1s, for: 10s }
repeat: { count: 2 }
assertions: ["lost-prefixes.count == 2", "convergence(cut).count == 2"]
`

test('it is played once, at the end, as long, without the faults', async () => {
  const file = join(folder, 'plan.yaml')
  writeFileSync(file, PLAN)
  const { run } = await runOnSim({ file, runs: join(folder, 'runs') })
  assert.deepEqual(run.result, { verdict: 'passed', reasons: [] })
  const starts = run.entries.filter((entry) => entry.type === 'run-started')
  assert.deepEqual(
    starts.map(({ iteration, control }) => [iteration, control]),
    [
      [1, undefined],
      [2, undefined],
      [3, true],
    ],
  )
  const [, second, third] = starts.map(({ seq }) => seq)
  const lengthOf = (from = 0, to = Number.POSITIVE_INFINITY) => {
    const part = run.entries.filter(({ seq }) => seq >= from && seq < to)
    const t0 = part.find(({ type }) => type === 'steady-state-reached')?.at ?? Number.NaN
    return (part.at(-1)?.at ?? Number.NaN) - t0
  }
  const control = controlOf(run.entries)
  assert.equal(control?.forMs, lengthOf(third))
  assert.ok(Math.abs(lengthOf(third) - lengthOf(second, third)) < 1)
  assert.ok(
    !run.entries.some((entry) => entry.seq > (third ?? 0) && entry.type === 'fault-started'),
  )
  for (const { name, value } of control?.measurements ?? []) assert.equal(value, 0, name)
  assert.deepEqual(
    control?.measurements
      .filter(({ name }) => name === 'updates')
      .map(({ instance, half }) => [instance, half]),
    [
      ['cut', 'injection'],
      ['cut', 'reversion'],
    ],
  )
  const written = JSON.parse(readFileSync(join(run.folder ?? '', 'measurements.json'), 'utf8'))
  assert.equal(written.iterations, 2)
  assert.equal(written.control.measurements.length, control?.measurements.length)
  assert.match(renderSummary(run), /cut +injection +\d+ \/ 0 /)
  assert.match(
    readFileSync(join(run.folder ?? '', 'report.html'), 'utf8'),
    /Against the control run/,
  )
})
