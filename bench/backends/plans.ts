/** The plans under experiments/, each on a lab with a name of our own. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { faults } from '../../src/faults/index.ts'
import { kindNames } from '../../src/kinds/index.ts'
import { InputError } from '../../src/lib/errors.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { loadPlan } from '../../src/load/plan.ts'
import { readInput } from '../../src/load/read-file.ts'
import { loadTopology } from '../../src/load/topology.ts'
import { metricNames } from '../../src/measure/index.ts'
import type { Plan } from '../../src/model/plan.ts'
import type { Topology } from '../../src/model/topology.ts'
import { rehearse } from '../../src/run/rehearse.ts'

export interface PlanFile {
  readonly name: string
  readonly file: string
}

/** By name; all when none is named. Throws an InputError for a name that is not there. */
export const choosePlans = (only: readonly string[]): readonly PlanFile[] => {
  const all = ['experiments', join('experiments', 'faults')].flatMap(plansIn)
  const unknown = only.find((name) => !all.some((plan) => plan.name === name))
  if (unknown !== undefined)
    throw new InputError(`no plan ${unknown}; there are ${all.map(({ name }) => name).join(', ')}`)
  return only.length === 0 ? all : all.filter(({ name }) => only.includes(name))
}

const plansIn = (folder: string): readonly PlanFile[] =>
  readdirSync(join(packageRoot(), folder))
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()
    .map((name) => ({
      name: name.replace(/\.yaml$/, ''),
      file: join(packageRoot(), folder, name),
    }))

export interface ReadPlan extends PlanFile {
  readonly plan: Plan
  readonly text: string
}

export const readPlanFile = async ({ name, file }: PlanFile): Promise<ReadPlan> => {
  const { text } = await readInput(file)
  const plan = await loadPlan(file, text, {
    faults,
    metricNames,
    rehearse: (read) => rehearse(read, faults),
    loadTopology: readRenamed,
    parseTopology: renamed,
  })
  return { name, file, plan, text }
}

const PREFIX = 'side-by-side-'

const readRenamed = async (path: string): Promise<Topology> => {
  const { file, text } = await readInput(path)
  return renamed(file, text)
}

/** A lab of somebody's own keeps its name and its addresses, which come from the name. */
const renamed = (file: string, text: string): Topology =>
  loadTopology(file, text.replace(/^name: */m, `name: ${PREFIX}`), { kinds: kindNames })
