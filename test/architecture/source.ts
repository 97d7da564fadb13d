import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { packageRoot } from '../../src/lib/package-root.ts'

/** A source file; `path` is from the package root, with `/`. */
export interface Source {
  readonly path: string
  readonly text: string
}

/** All TypeScript files below one folder of the package. */
export const readSources = (folder: string): readonly Source[] =>
  readdirSync(join(packageRoot(), folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(packageRoot(), path), 'utf8') }))

const IMPORT =
  /^\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm

/** What the file imports, types included: package names as written, own files as paths from the root. */
export const importsOf = ({ path, text }: Source): readonly string[] =>
  [...text.matchAll(IMPORT)]
    .map((match) => (match[1] ?? match[2]) as string)
    .map((name) => (name.startsWith('.') ? posix.join(dirname(path), name) : name))

/** The code without comments and quoted text, line by line as before: for rules about words. */
export const codeOf = ({ text }: Source): string =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ''))
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''")
    .replace(/(^|\s)\/\/.*$/gm, '')
