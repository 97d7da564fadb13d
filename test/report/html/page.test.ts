import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { XMLValidator } from 'fast-xml-parser'
import { readRun } from '../../../src/cli/read-run.ts'
import { reportTheme } from '../../../src/cli/report-theme.ts'
import { packageRoot } from '../../../src/lib/package-root.ts'
import { sections } from '../../../src/report/html/index.ts'
import { renderReport } from '../../../src/report/html/page.ts'
import { runOnSim } from '../../cli/sim-run.ts'
import { sampleRun } from '../sample-run.ts'

const runs = mkdtempSync(join(tmpdir(), 'lemur-report-'))
after(() => rmSync(runs, { recursive: true, force: true }))

let folder = ''
let page = ''
before(async () => {
  const { run } = await runOnSim({ file: join(packageRoot(), 'experiments/abilene.yaml'), runs })
  folder = run.folder as string
  page = readFileSync(join(folder, 'report.html'), 'utf8')
})

/** The simulator's routers use nothing of a host, and the plan asks for no control run. */
const NOT_HERE = new Set(['resources', 'control'])

test('every section has its heading, and the list of contents has them all', () => {
  for (const { id, title } of sections.filter(({ id }) => !NOT_HERE.has(id))) {
    assert.ok(page.includes(`<h2 id="${id}-title">${title}</h2>`), id)
    assert.ok(page.includes(`<li><a href="#${id}">${title}</a></li>`), id)
  }
})

test('every element is closed, in the right order', () => wellFormed(page))

test('links and references lead to a place in the file, and there is no other', () => {
  const ids = [...page.matchAll(/ id="([^"]+)"/g)].map((match) => match[1] as string)
  assert.equal(new Set(ids).size, ids.length)
  for (const [, target] of page.matchAll(/(?:href="#|labelledby=")([^"]+)"/g))
    assert.ok(ids.includes(target as string), target)
  assert.doesNotMatch(page, /<script|<link (?!rel="icon" href="data:,")|@import|url\(|https?:/)
})

test('every drawing has words, every table a caption and headers', () => {
  for (const [svg] of page.matchAll(/<svg[^>]*>/g))
    assert.match(svg, / role="img" aria-label="[^"]{10,}"| aria-hidden="true"/)
  const tables = [...page.matchAll(/<table[ >].*?<\/table>/gs)]
  assert.ok(tables.length > 5)
  for (const [text] of tables)
    assert.match(text, /<caption>[^<].*<th scope="col".*<th scope="row"/s)
  for (const landmark of ['<header>', '<nav aria-label=', '<main id=', '<footer>'])
    assert.equal(page.split(landmark).length, 2, landmark)
})

test('the folder of a run has all that its report needs', () => {
  assert.equal(renderReport(readRun(folder), reportTheme()), page)
})

test('names are text, whatever they look like', () => {
  const run = sampleRun()
  const name = '"><script>alert(1)</script>&'
  const entries = run.entries.map((entry) =>
    entry.type === 'run-started' ? { ...entry, plan: name, versions: { [name]: name } } : entry,
  )
  const text = renderReport({ ...run, entries, assertions: [name] }, reportTheme())
  assert.doesNotMatch(text, /<script/)
  assert.match(text, /&lt;script&gt;/)
  wellFormed(text)
})

test('a run that never began has a report too', () => {
  const run = sampleRun()
  const text = renderReport(
    {
      ...run,
      entries: run.entries.slice(0, 1),
      measurements: [],
      result: { verdict: 'invalid', reasons: ['steady state: r1: no session'] },
    },
    reportTheme(),
  )
  assert.match(text, /<strong>invalid<\/strong>/)
  assert.match(text, /steady state: r1: no session/)
  wellFormed(text)
})

const wellFormed = (text: string): void =>
  assert.equal(XMLValidator.validate(text.replace(/^<!doctype html>\n/, '')), true)
