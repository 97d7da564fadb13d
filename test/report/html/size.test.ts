/** A report can be mailed: 20 routers, many iterations. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { runOnSim } from '../../cli/sim-run.ts'

const PLAN = `version: 1
name: big
topology: { name: big, nodes: { NODES }, links: [LINKS] }
repeat: { count: 10 }
steps:
  - { id: crash, do: node-power-loss, on: r2, at: 2s, for: 20s }
`

test('a run with 20 routers has a report below 2 MB, with every iteration', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lemur-report-'))
  const names = Array.from({ length: 20 }, (_, i) => `r${i + 1}`)
  const nodes = names.map((name) => `${name}: { kind: frr, networks: { count: 1 } }`)
  // A ring with chords.
  const links = names.flatMap((name, i) =>
    [1, 7].map((step) => `[${name}, ${names[(i + step) % names.length]}]`),
  )
  const file = join(folder, 'big.yaml')
  writeFileSync(file, PLAN.replace('NODES', nodes.join(', ')).replace('LINKS', links.join(', ')))
  const { run } = await runOnSim({ file, runs: folder })
  const page = readFileSync(join(run.folder as string, 'report.html'), 'utf8')
  assert.ok(Buffer.byteLength(page) < 2_000_000, `${Buffer.byteLength(page)} octets`)
  assert.match(page, /<summary>Iteration 10<\/summary>/)
  assert.doesNotMatch(page, /further iterations are not drawn/)
  rmSync(folder, { recursive: true })
})
