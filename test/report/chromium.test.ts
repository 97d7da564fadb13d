/** The report in a real browser: nothing complains, nothing sticks out, in both schemes and on paper. */
import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { packageRoot } from '../../src/lib/package-root.ts'
import { runOnSim } from '../cli/sim-run.ts'
import { type Browser, chromiumProgram, openBrowser } from './chromium.ts'

const program = chromiumProgram()
const skip = program === undefined && 'there is no chromium program here'

test('the report in a browser', { skip, timeout: 300_000 }, async () => {
  const runs = mkdtempSync(join(tmpdir(), 'lemur-report-'))
  const { run } = await runOnSim({ file: join(packageRoot(), 'experiments/abilene.yaml'), runs })
  {
    await using browser = await openBrowser(program as string)
    await browser.open(pathToFileURL(join(run.folder as string, 'report.html')).href)
    for (const scheme of ['light', 'dark'])
      for (const width of [1280, 390]) await look(browser, scheme, width)
    const { data } = await browser.send('Page.printToPDF', {})
    assert.match(Buffer.from(data as string, 'base64').toString('latin1'), /^%PDF-/)
    assert.deepEqual(browser.complaints, [])
  }
  rmSync(runs, { recursive: true })
})

const look = async (browser: Browser, scheme: string, width: number): Promise<void> => {
  await browser.send('Emulation.setEmulatedMedia', {
    features: [{ name: 'prefers-color-scheme', value: scheme }],
  })
  await browser.send('Emulation.setDeviceMetricsOverride', {
    ...{ width, height: 900, deviceScaleFactor: 1, mobile: false },
  })
  const name = `${scheme}, ${width} pixels`
  assert.ok((await browser.evaluate<number>(`document.documentElement.scrollWidth`)) <= width, name)
  assert.equal(await browser.evaluate(DRAWN), 0, name)
  const worst = await browser.evaluate<{ ratio: number; text: string }>(CONTRAST)
  assert.ok(worst.ratio >= 4.5, `${name}: contrast ${worst.ratio} of "${worst.text}"`)
  const { data } = await browser.send('Page.captureScreenshot', { captureBeyondViewport: true })
  keep(`report-${scheme}-${width}.png`, Buffer.from(data as string, 'base64'))
}

/** Drawings that take no room. */
const DRAWN = `[...document.querySelectorAll('svg[role=img]')].filter((svg) => svg.getBoundingClientRect().height < 100).length`

/** The lowest contrast of text (WCAG 2, section 1.4.3) against the nearest background that is not clear. */
const CONTRAST = `(() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number)
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    return 0.2126 * x + 0.7152 * y + 0.0722 * z
  }
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor)
      if (color.length === 3 || color[3] === 1) return color
    }
    return [255, 255, 255]
  }
  let worst = { ratio: 21, text: '' }
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())
    if (!own || ['title', 'style'].includes(element.tagName.toLowerCase())) continue
    const style = getComputedStyle(element)
    const isDrawn = element.namespaceURI.endsWith('svg')
    const [a, b] = [light(parse(isDrawn ? style.fill : style.color)), light(ground(element))].sort((x, y) => y - x)
    const ratio = (a + 0.05) / (b + 0.05)
    if (ratio < worst.ratio) worst = { ratio, text: element.textContent.slice(0, 60) }
  }
  return worst
})()`

/** For people to look at: in the folder that the environment names, else only checked for being there. */
const keep = (name: string, png: Buffer): void => {
  const folder = process.env.CHAOSLEMUR_ARTEFACTS
  assert.equal(png.subarray(1, 4).toString(), 'PNG')
  if (folder === undefined) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), png)
  assert.ok(statSync(join(folder, name)).size > 10_000)
}
