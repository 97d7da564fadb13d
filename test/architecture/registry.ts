/** The registries are explicit lists, so a file can be forgotten in them: this finds it. */
import { codeOf, type Source } from './source.ts'

export interface Registered {
  readonly name: string
  readonly summary: string
}

interface Registry {
  /** Folder of src/ (and of test/) that it lists. */
  readonly folder: string
  /** What a file contains if and only if it defines an entry. */
  readonly marker: RegExp
  readonly entries: readonly Registered[]
}

/** A file `<name>.ts` for each entry, an entry for each file, a summary, and a test that names it. */
export const registryViolations = (
  { folder, marker, entries }: Registry,
  sources: readonly Source[],
  tests: readonly Source[],
): readonly string[] => {
  const names = entries.map(({ name }) => name)
  const defined = sources
    .filter((source) => source.path.startsWith(`src/${folder}/`) && marker.test(codeOf(source)))
    .map(({ path }) => path.slice(`src/${folder}/`.length, -'.ts'.length))
  const tested = tests.filter(({ path }) => path.startsWith(`test/${folder}/`))
  return [
    ...names.filter((name, i) => names.indexOf(name) < i).map((name) => `${name} is listed twice`),
    ...missing(names, defined).map((name) => `src/${folder}/${name}.ts does not define ${name}`),
    ...missing(defined, names).map((name) => `src/${folder}/index.ts does not list ${name}`),
    ...entries
      .filter(({ summary }) => !/^\S.+\S$/.test(summary))
      .map(({ name }) => noSummary(name)),
    ...names.filter((name) => !tested.some(isNamedIn(name))).map((name) => noTest(folder, name)),
  ]
}

const missing = (wanted: readonly string[], present: readonly string[]): string[] =>
  wanted.filter((name) => !present.includes(name))

const isNamedIn =
  (name: string) =>
  ({ text }: Source): boolean =>
    text.includes(`'${name}'`)

const noSummary = (name: string): string => `${name} has no summary of one line`
const noTest = (folder: string, name: string): string =>
  `no test in test/${folder}/ names '${name}'`
