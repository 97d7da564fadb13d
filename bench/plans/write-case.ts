/** A failing case as files that `chaoslemur run` replays. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Case, filesOf } from './case.ts'

/** Gives the path of the plan; the topology and what was violated are beside it. */
export const writeCase = (folder: string, smallest: Case, violated: readonly string[]): string => {
  mkdirSync(folder, { recursive: true })
  const files = filesOf(smallest, [
    `From npm run bench -- plans --only ${smallest.seed}, made smaller.`,
  ])
  writeFileSync(join(folder, files.topologyName), files.topology)
  const path = join(folder, files.planName)
  writeFileSync(path, files.plan)
  const lines = violated.map((one) => `${one}\n`)
  writeFileSync(join(folder, `${smallest.plan.name}.violations.txt`), lines.join(''))
  return path
}
