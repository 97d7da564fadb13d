import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../lib/package-root.ts'

/** The style of the HTML report. */
export const reportTheme = (): string => `${drawingTheme()}${styleSheet('theme.css')}`

/** The part of it that drawings need, also where they are files of their own. */
export const drawingTheme = (): string => styleSheet('drawings.css')

const styleSheet = (file: string): string =>
  readFileSync(join(packageRoot(), 'templates', 'report', file), 'utf8')
