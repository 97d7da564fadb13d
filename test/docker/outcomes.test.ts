/** Plans about networks that end in a wrong state, and in none, on real routers. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/package-root.ts'
import { hostTest } from './engine.ts'
import { folderOf, removeAfter, start } from './lab.ts'

interface Outcome {
  readonly instance: string
  readonly half: string
  readonly outcome: string
}

for (const [name, expected] of [
  ['policy-wedge', ['wedge', 'reversion', 'converged-wrong']],
  ['bad-gadget', ['cut', 'injection', 'oscillating']],
] as const)
  hostTest(`${name} ends as it says`, { timeout: 900_000 }, async (context) => {
    const lab = `test-${name}`
    const folder = folderOf(context)
    removeAfter(context, lab)
    const read = (kind: string) => readFileSync(join(packageRoot(), kind, `${name}.yaml`), 'utf8')
    writeFileSync(
      join(folder, 'lab.yaml'),
      read('topologies').replace(/^name: .*/m, `name: ${lab}`),
    )
    const plan = read('experiments').replace(/^topology: .*/m, 'topology: lab.yaml')
    writeFileSync(join(folder, 'plan.yaml'), plan)
    const { status, stdout, stderr } = await start(['run', 'plan.yaml'], { cwd: folder }).ended
    assert.equal(status, 0, stdout + stderr)
    const file = join(folder, 'runs', 'latest', 'measurements.json')
    const { outcomes } = JSON.parse(readFileSync(file, 'utf8')) as { outcomes: readonly Outcome[] }
    const [instance, half, outcome] = expected
    assert.ok(
      outcomes.some(
        (one) => one.instance === instance && one.half === half && one.outcome === outcome,
      ),
      JSON.stringify(outcomes),
    )
    assert.equal(outcomes.at(-1)?.outcome, 'converged')
  })
