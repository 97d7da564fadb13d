/** Every plan that is shipped plays on the simulator, as it does on Docker. */
import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { packageRoot } from '../../src/lib/package-root.ts'
import { runOnSim } from './sim-run.ts'

const runs = mkdtempSync(join(tmpdir(), 'chaoslemur-plans-'))
after(() => rmSync(runs, { recursive: true, force: true }))

const folder = join(packageRoot(), 'experiments')
// A load of hundreds of thousands of UPDATEs takes its time: `npm run bench -- backends` has them too.
const plans = readdirSync(folder, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.yaml'))
  .filter((name) => !/^load:/m.test(readFileSync(join(folder, name), 'utf8')))
  .sort()

for (const name of plans) {
  test(`${name} passes`, async () => {
    const { run } = await runOnSim({ file: join(folder, name), runs })
    assert.deepEqual(run.result, { verdict: 'passed', reasons: [] })
  })
}

test('the plans were found', () => assert.ok(plans.length > 20))
