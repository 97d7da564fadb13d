import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder that holds package.json and templates/: compiled code runs two or more folders below it. */
export const packageRoot = (): string =>
  process.env.CHAOSLEMUR_ROOT ?? climb(dirname(fileURLToPath(import.meta.url)))

const climb = (folder: string): string => {
  if (existsSync(join(folder, 'templates')) && existsSync(join(folder, 'package.json')))
    return folder
  const parent = dirname(folder)
  if (parent === folder)
    throw new Error('the package is incomplete: no templates/ folder above the program')
  return climb(parent)
}
