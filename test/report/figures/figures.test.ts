/** The figures of docs/theory.md are what the report draws, and the page shows each of them. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { XMLValidator } from 'fast-xml-parser'
import { drawingTheme } from '../../../src/cli/report-theme.ts'
import { gadgets } from '../../../src/events/gadgets/index.ts'
import { theory } from '../../../src/events/theory/index.ts'
import { packageRoot } from '../../../src/lib/package-root.ts'
import { allFigures } from '../../../src/report/figures/all-figures.ts'
import { figureFile } from '../../../src/report/figures/figure.ts'

const docs = join(packageRoot(), 'docs')
const figures = allFigures()

for (const figure of figures)
  test(`docs/figures/${figure.name}.svg is what is drawn, and docs/theory.md shows it`, () => {
    const drawn = figureFile(figure, drawingTheme())
    const committed = readFileSync(join(docs, 'figures', `${figure.name}.svg`), 'utf8')
    assert.ok(committed === drawn, 'npm run bench -- theory --figures draws it anew')
    const page = readFileSync(join(docs, 'theory.md'), 'utf8')
    assert.match(page, new RegExp(`!\\[[^\\]]{10,}\\]\\(figures/${figure.name}\\.svg\\)`))
  })

test('every gadget and every table has a figure, and there are no others', () => {
  const expected = [
    ...theory.map(({ name }) => `theory-${name}.svg`),
    ...gadgets.map(({ name }) => `gadget-${name}.svg`),
  ]
  assert.deepEqual(figures.map(({ name }) => `${name}.svg`).sort(), expected.sort())
  assert.deepEqual(readdirSync(join(docs, 'figures')).sort(), expected.sort())
})

test('a figure is a file of its own: well formed, with words, colours for light and dark', () => {
  for (const figure of figures) {
    const text = figureFile(figure, drawingTheme())
    assert.equal(XMLValidator.validate(text), true, figure.name)
    assert.match(text, /role="img" aria-label="[^"]{20,}"/)
    assert.match(text, /prefers-color-scheme: dark/)
    assert.doesNotMatch(text, /<script|href=|url\(|@import|NaN|undefined/)
    const classes = [...text.matchAll(/ class="([^"]*)"/g)].flatMap(([, all = '']) =>
      all.split(' '),
    )
    for (const one of new Set(classes)) assert.ok(text.includes(`.${one}`), `${one} has no style`)
  }
})
