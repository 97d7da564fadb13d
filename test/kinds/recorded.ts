import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/package-root.ts'

/** What a real router once answered: the text of `test/recorded/<kind>/<name>.txt`. */
export const recorded = (kind: string, name: string): string =>
  readFileSync(join(packageRoot(), 'test/recorded', kind, `${name}.txt`), 'utf8')

/** Reads a template from the checkout, as the program does. */
export const readTemplate = (path: string): string =>
  readFileSync(join(packageRoot(), 'templates', path), 'utf8')
