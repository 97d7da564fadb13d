import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../lib/package-root.ts'
import type { RenderedFile } from '../../model/kind.ts'
import { programFiles } from './program-files.ts'

/** The compiled program of a kind that is our own software, with our version. Read once: every node asks. */
export const kindProgram = (folder: string): readonly RenderedFile[] => {
  const known = read.get(folder)
  if (known) return known
  const files = programFiles([folder]).map((file) =>
    file.path === 'package.json' ? { ...file, text: manifest() } : file,
  )
  read.set(folder, files)
  return files
}

const read = new Map<string, readonly RenderedFile[]>()

const manifest = (): string => {
  const text = readFileSync(join(packageRoot(), 'package.json'), 'utf8')
  const { version } = JSON.parse(text) as { readonly version: string }
  return `${JSON.stringify({ type: 'module', version })}\n`
}
