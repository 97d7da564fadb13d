/** The page of a matrix in a real browser: nothing complains, and wide tables scroll by themselves. */
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { reportTheme } from '../../../src/cli/report-theme.ts'
import { renderMatrixPage } from '../../../src/report/matrix/page.ts'
import { chromiumProgram, openBrowser, whyNoChromium } from '../chromium.ts'
import { sampleMatrix } from './sample-matrix.ts'

test('the page in a browser', { skip: whyNoChromium() ?? false, timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lemur-matrix-'))
  const file = join(folder, 'matrix.html')
  writeFileSync(file, renderMatrixPage(sampleMatrix, reportTheme()))
  await using browser = await openBrowser(chromiumProgram())
  await browser.open(pathToFileURL(file).href)
  for (const width of [1280, 390]) {
    await browser.send('Emulation.setDeviceMetricsOverride', {
      ...{ width, height: 900, deviceScaleFactor: 1, mobile: false },
    })
    const wide = await browser.evaluate<number>('document.documentElement.scrollWidth')
    assert.ok(wide <= width, `${wide} of ${width} pixels`)
  }
  assert.equal(await browser.evaluate<number>('document.querySelectorAll("table").length'), 2)
  assert.deepEqual(browser.complaints, [])
  rmSync(folder, { recursive: true })
})
