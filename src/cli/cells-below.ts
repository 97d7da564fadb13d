import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../lib/errors.ts'

const FILE = 'matrix.json'

/** The folder of a matrix stands where a run should: says which runs are in it. */
export const refuseMatrix = (folder: string): void => {
  const file = join(folder, FILE)
  if (!existsSync(file)) return
  throw new InputError(`${folder} is the folder of a matrix, not of a run`, {
    hint: `name one of its cells, such as ${join(folder, firstCell(readFileSync(file, 'utf8')))}`,
  })
}

const firstCell = (text: string): string => {
  const { cells } = JSON.parse(text) as {
    readonly cells: readonly { readonly folder?: string }[]
  }
  return cells.find(({ folder }) => folder !== undefined)?.folder ?? 'CELL'
}
