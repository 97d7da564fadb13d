/** The report in a real browser: nothing complains, nothing sticks out, in both schemes and on paper. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { packageRoot } from '../../src/lib/package-root.ts'
import { runOnSim } from '../cli/sim-run.ts'
import { chromiumProgram, whyNoChromium } from './chromium.ts'
import { lookAtReport } from './look-at-report.ts'

test('the report in a browser', { skip: whyNoChromium() ?? false, timeout: 300_000 }, async () => {
  const runs = mkdtempSync(join(tmpdir(), 'lemur-report-'))
  const { run } = await runOnSim({ file: join(packageRoot(), 'experiments/abilene.yaml'), runs })
  await lookAtReport(chromiumProgram(), join(run.folder as string, 'report.html'), 'report-sim')
  rmSync(runs, { recursive: true })
})
