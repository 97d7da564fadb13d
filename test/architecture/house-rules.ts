/** House rules that a machine can check on one file (CONTRIBUTING.md gives the reasons). */
import { codeOf, type Source } from './source.ts'

const MAX_LINES = 400

interface WordRule {
  readonly what: string
  readonly pattern: RegExp
  /** Files to which it does not apply. */
  readonly except?: RegExp
}

const CLOCKS = /(^|\/)[^/]*clock[^/]*\.ts$/

const WORD_RULES: readonly WordRule[] = [
  { what: 'Math.random', pattern: /\bMath\.random\b/, except: /^src\/lib\/random\.ts$/ },
  { what: 'the time of the machine', pattern: /\bDate\.now\b|\bnew Date\(\)/, except: CLOCKS },
  { what: 'the type any', pattern: /[:<|&(,]\s*any\s*[>,;|&)=\][{]|[:<]\s*any\s*$|\bas any\b/m },
  { what: 'a default export', pattern: /^\s*export default\b|\bas default\b/m },
  { what: 'a barrel (export * from)', pattern: /^\s*export \*/m },
  { what: 'console', pattern: /\bconsole\./ },
]

/** Rules for what is shipped: src/. */
export const houseViolations = (source: Source): readonly string[] => {
  const code = codeOf(source)
  return [
    ...shapeViolations(source),
    ...WORD_RULES.filter(
      ({ pattern, except }) => !except?.test(source.path) && pattern.test(code),
    ).map(({ what }) => `${source.path}: uses ${what}`),
  ]
}

/** Rules for every file, tests and benchmarks too. */
export const shapeViolations = ({ path, text }: Source): readonly string[] => {
  const lines = text.trimEnd().split('\n').length
  const kebab = /^([a-z0-9]+(-[a-z0-9]+)*\/)*[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/.test(path)
  return [
    ...(lines > MAX_LINES ? [`${path}: has ${lines} lines, the limit is ${MAX_LINES}`] : []),
    ...(kebab ? [] : [`${path}: the name is not kebab-case`]),
  ]
}
