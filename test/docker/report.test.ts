/** The report of an experiment that real routers repeated twenty times, in a real browser. */
import assert from 'node:assert/strict'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { measurementsFile } from '../../src/report/measurements-file.ts'
import { chromiumProgram, whyNoChromium } from '../report/chromium.ts'
import { lookAtReport } from '../report/look-at-report.ts'
import { engineTest } from './engine.ts'
import { folderOf, removeAfter, start } from './lab.ts'

const LAB = 'test-report'
const REPEATS = 20

const TOPOLOGY = `
name: ${LAB}
addressing: { ipv4: 10.207.0.0/16 }
defaults: { kind: frr, timers: { keepalive: 1s, hold: 3s, connect-retry: 1s } }
nodes:
  a: { asn: 64501, networks: [198.19.21.0/24] }
  b: { asn: 64502, networks: [198.19.22.0/24] }
  c: { asn: 64503, networks: [198.19.23.0/24] }
  d: { asn: 64504, networks: [198.19.24.0/24] }
links: [[a, b], [b, c], [c, d], [d, a]]
`

const PLAN = `
version: 1
name: twenty
topology: lab.yaml
steady-state: [sessions: all-established, routes: as-predicted, quiet: { for: 500ms }]
steps:
  - { id: cut, do: link-down, on: a--b, at: 200ms, for: 3s }
repeat: { count: ${REPEATS} }
assertions: ["paths-explored(cut) <= 5"]
`

const skip = whyNoChromium() ?? false

engineTest('the report of twenty repeats', { skip, timeout: 900_000 }, async (context) => {
  const folder = folderOf(context)
  removeAfter(context, LAB)
  writeFileSync(join(folder, 'lab.yaml'), TOPOLOGY)
  writeFileSync(join(folder, 'plan.yaml'), PLAN)
  const { status, stdout, stderr } = await start(['run', 'plan.yaml'], { cwd: folder }).ended
  // On a host that is too busy the network may not get there in time, and nobody trusts the figures:
  // the report says so, and is one.
  assert.ok(status === 0 || status === 1 || status === 4, stdout + stderr)
  const run = join(folder, 'runs/latest')

  const { iterations, statistics } = measurementsFile.parse(
    JSON.parse(readFileSync(join(run, 'measurements.json'), 'utf8')),
  )
  assert.equal(iterations, REPEATS)
  const ofCut = (name: string) =>
    statistics.find((row) => row.name === name && row.half === 'injection')
  for (const name of ['detection', 'convergence', 'reaction', 'packing', 'aadiff', 'cpu-time'])
    assert.ok((ofCut(name)?.iterations ?? 0) > REPEATS / 2, name)

  const file = join(run, 'report.html')
  assert.ok(statSync(file).size < 2_000_000, `${statSync(file).size} octets`)
  assert.match(readFileSync(file, 'utf8'), new RegExp(`<summary>Iteration ${REPEATS}</summary>`))
  await lookAtReport(chromiumProgram(), file, 'report-docker')
})
