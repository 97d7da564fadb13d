/** The compiled files and packages that a program of ours needs to run elsewhere: found by reading its imports. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { RenderedFile } from '../../model/kind.ts'

const SRC = fileURLToPath(new URL('../..', import.meta.url))

/**
 * Every compiled file of these folders of src/, what they import and the packages in turn, as
 * `src/...` and `node_modules/...`.
 */
export const programFiles = (folders: readonly string[]): readonly RenderedFile[] => {
  const modules = closure(folders.flatMap(modulesOf))
  const names = new Set([...modules.values()].flatMap(packagesOf))
  return [
    { path: 'package.json', text: '{"type":"module"}\n' },
    ...[...modules].map(([file, text]) => ({ path: `src/${relative(SRC, file)}`, text })),
    ...[...names].flatMap((name) => packageFiles(name, SRC, '')),
  ]
}

const modulesOf = (folder: string): readonly string[] => {
  const path = join(SRC, folder)
  if (!existsSync(path)) return []
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.js'))
    .sort()
    .map((name) => join(path, name))
}

/** Absolute path to text, with everything that is reached from the roots by relative imports. */
const closure = (roots: readonly string[]): ReadonlyMap<string, string> => {
  const found = new Map<string, string>()
  const waiting = [...roots]
  for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
    if (found.has(file)) continue
    const text = readFileSync(file, 'utf8')
    found.set(file, text)
    const folder = dirname(file)
    waiting.push(...relativeImports(text).map((target) => join(folder, target)))
  }
  return found
}

// As the compiler writes them: each statement begins a line.
const IMPORT = /^(?:import|export)\s(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]/gm
/** Worker threads and modules that are loaded later. */
const LATER = /(?:new URL|import)\(\s*['"](\.[^'"]+\.js)['"]/g

const importsOf = (text: string): readonly string[] =>
  [...text.matchAll(IMPORT), ...text.matchAll(LATER)].map((match) => match[1] as string)

const relativeImports = (text: string): readonly string[] =>
  importsOf(text).filter((target) => target.startsWith('.'))

const packagesOf = (text: string): readonly string[] =>
  importsOf(text)
    .filter((target) => !target.startsWith('.') && !target.startsWith('node:'))
    .map(packageName)

const packageName = (target: string): string =>
  target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/')

/** A package with its dependencies; one that is nested in `from` stays nested at `place`. */
const packageFiles = (name: string, from: string, place: string): readonly RenderedFile[] => {
  const own = join(from, 'node_modules', name)
  const nested = place !== '' && existsSync(own)
  const folder = nested ? own : climb(name, from)
  const path = nested ? `${place}/node_modules/${name}` : `node_modules/${name}`
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly dependencies?: Readonly<Record<string, string>>
  }
  return unique([
    ...codeOf(folder).map((file) => ({
      path: `${path}/${file}`,
      text: readFileSync(join(folder, file), 'utf8'),
    })),
    ...Object.keys(dependencies).flatMap((one) => packageFiles(one, folder, path)),
  ])
}

const climb = (name: string, from: string): string => {
  const folder = join(from, 'node_modules', name)
  if (existsSync(folder)) return folder
  if (dirname(from) === from) throw new Error(`package ${name} is not installed`)
  return climb(name, dirname(from))
}

const codeOf = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:[cm]?js|json)$/.test(name))
    .filter((name) => !/(?:^|\/)(?:node_modules|tests?|docs|benchmarks|examples)\//.test(name))
    .sort()

const unique = (files: readonly RenderedFile[]): readonly RenderedFile[] => [
  ...new Map(files.map((file) => [file.path, file])).values(),
]
