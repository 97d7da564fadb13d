import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../lib/package-root.ts'

/** The style of the HTML report. */
export const reportTheme = (): string =>
  readFileSync(join(packageRoot(), 'templates', 'report', 'theme.css'), 'utf8')
