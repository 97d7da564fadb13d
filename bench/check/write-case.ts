/** A case as files: the topology, a plan that does to it what the check did, and what differed. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import type { CaseResult } from './case.ts'
import { differencesOf } from './report.ts'

/** Gives the path of the topology. */
export const writeCase = (folder: string, result: CaseResult): string => {
  mkdirSync(folder, { recursive: true })
  const { drawn, topology } = result
  const { lab, text } = drawn
  const path = join(folder, `${lab}.yaml`)
  writeFileSync(path, text)
  writeFileSync(join(folder, `${lab}.plan.yaml`), planText(drawn, topology))
  const lines = differencesOf(result).map((line) => `${line}\n`)
  writeFileSync(join(folder, `${lab}.differences.txt`), lines.join(''))
  return path
}

/** Plays in `chaoslemur run`: a second origin if there is one, then the cut, then all is healed. */
export const planText = (
  { lab, cut, twin }: CaseResult['drawn'],
  { links }: CaseResult['topology'],
): string =>
  stringify({
    version: 1,
    name: lab,
    topology: `${lab}.yaml`,
    'steady-state': [{ sessions: 'all-established' }, { routes: 'as-predicted' }],
    steps: [
      ...(twin
        ? [
            {
              id: 'twin',
              do: 'prefix-announce',
              on: twin.node,
              with: { prefixes: [twin.prefix] },
              at: '0s',
              for: '60s',
            },
          ]
        : []),
      { id: 'cut', do: 'link-down', on: links[cut]?.id, at: '10s', for: '30s' },
    ],
  })
