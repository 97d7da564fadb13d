/** The tables of docs/theory.md, computed anew. `[NAME...]`: only these. `--figures`: draws all its figures instead. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawingTheme } from '../src/cli/report-theme.ts'
import { theory } from '../src/events/theory/index.ts'
import { renderTheory } from '../src/events/theory/table.ts'
import { InputError } from '../src/lib/errors.ts'
import { packageRoot } from '../src/lib/package-root.ts'
import { allFigures } from '../src/report/figures/all-figures.ts'
import { figureFile } from '../src/report/figures/figure.ts'

export const main = async (args: readonly string[]): Promise<void> => {
  if (args.includes('--figures')) return writeFigures()
  const known = theory.map(({ name }) => name)
  const unknown = args.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new InputError(`unknown table "${unknown}"; known: ${known.join(', ')}`)
  for (const table of theory)
    if (args.length === 0 || args.includes(table.name))
      process.stdout.write(`${table.name}: ${table.summary}\n\n${renderTheory(table)}\n\n`)
}

const writeFigures = (): void => {
  const folder = join(packageRoot(), 'docs', 'figures')
  mkdirSync(folder, { recursive: true })
  for (const figure of allFigures()) {
    const file = join(folder, `${figure.name}.svg`)
    writeFileSync(file, figureFile(figure, drawingTheme()))
    process.stdout.write(`${file}\n`)
  }
}
