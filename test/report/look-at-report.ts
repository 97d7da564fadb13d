/** What every report must be in a real browser, whatever run it is of. */
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type Browser, openBrowser } from './chromium.ts'

/**
 * Nothing complains, every chart is there, nothing sticks out, all text can be read, in both schemes, on
 * a desk and on a phone, and it prints. The screenshots are named after `name`.
 */
export const lookAtReport = async (program: string, file: string, name: string): Promise<void> => {
  await using browser = await openBrowser(program)
  await browser.open(pathToFileURL(file).href)
  const grounds = new Set<string>()
  for (const scheme of ['light', 'dark'])
    for (const width of [1280, 390]) {
      await setUp(browser, scheme, width)
      await look(browser, width, `${scheme}, ${width} pixels`)
      grounds.add(await browser.evaluate<string>('getComputedStyle(document.body).backgroundColor'))
      const { data } = await browser.send('Page.captureScreenshot', { captureBeyondViewport: true })
      keep(`${name}-${scheme}-${width}.png`, Buffer.from(data as string, 'base64'))
    }
  assert.equal(grounds.size, 2, 'the two schemes have grounds of their own')
  const { data } = await browser.send('Page.printToPDF', {})
  assert.match(Buffer.from(data as string, 'base64').toString('latin1'), /^%PDF-/)
  assert.deepEqual(browser.complaints, [])
}

const setUp = async (browser: Browser, scheme: string, width: number): Promise<void> => {
  await browser.send('Emulation.setEmulatedMedia', {
    features: [{ name: 'prefers-color-scheme', value: scheme }],
  })
  await browser.send('Emulation.setDeviceMetricsOverride', {
    ...{ width, height: 900, deviceScaleFactor: 1, mobile: false },
  })
  await browser.evaluate(PAINTED)
}

/** On a busy machine the page is behind: it must have been drawn anew. */
const PAINTED = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))'

/** The charts that a run with a settled fault has. */
const CHARTS = ['topology', 'timeline', 'distribution']

const look = async (browser: Browser, width: number, name: string): Promise<void> => {
  assert.ok((await browser.evaluate<number>('document.documentElement.scrollWidth')) <= width, name)
  assert.deepEqual(await browser.evaluate(sectionsWithCharts), CHARTS, name)
  assert.equal(await browser.evaluate(FLAT), 0, name)
  const worst = await browser.evaluate<{ ratio: number; text: string }>(CONTRAST)
  assert.ok(worst.ratio >= 4.5, `${name}: contrast ${worst.ratio} of "${worst.text}"`)
}

const sectionsWithCharts = `${JSON.stringify(CHARTS)}.filter((id) => document.querySelector('#' + id + ' svg[role=img]'))`

/** Drawings that take no room. */
const FLAT = `[...document.querySelectorAll('svg[role=img]')].filter((svg) => svg.getBoundingClientRect().height < 100).length`

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

/** For people to look at, in the folder that the environment names. */
const keep = (name: string, png: Buffer): void => {
  assert.equal(png.subarray(1, 4).toString(), 'PNG')
  assert.ok(png.length > 10_000, `${name} is empty`)
  const folder = process.env.CHAOSLEMUR_ARTEFACTS
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, name), png)
}
