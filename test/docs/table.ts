import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/package-root.ts'

/** The cells of the table in a page of docs/ whose header line begins so, one array a row. */
export const tableRows = (page: string, header: string): readonly (readonly string[])[] => {
  const text = readFileSync(join(packageRoot(), 'docs', page), 'utf8')
  const lines = text.slice(text.indexOf(header)).split('\n')
  return lines
    .slice(
      2,
      lines.findIndex((line) => !line.startsWith('|')),
    )
    .map(cells)
}

/** The words between backquotes. */
export const quoted = (cell: string | undefined): readonly string[] =>
  [...(cell ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] as string)

const cells = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
