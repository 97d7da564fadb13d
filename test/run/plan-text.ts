/** Plans for tests, from their text, on the hand-made lab. */
import { faults } from '../../src/faults/index.ts'
import { loadPlan } from '../../src/load/plan.ts'
import { metricNames } from '../../src/measure/index.ts'
import type { Plan } from '../../src/model/plan.ts'
import { rehearse } from '../../src/run/rehearse.ts'
import { lab } from '../faults/lab.ts'

export const planOf = (text: string, seed?: number): Promise<Plan> =>
  loadPlan('plan.yaml', text, {
    loadTopology: () => lab,
    parseTopology: () => lab,
    seed,
    faults,
    metricNames,
    rehearse: (plan) => rehearse(plan, faults),
  })

/** A plan of nothing but these steps. */
export const planWithSteps = (...steps: string[]): Promise<Plan> =>
  planOf(
    `version: 1\nname: test\ntopology: lab.yaml\nsteps:\n${steps.map((step) => `  - ${step}\n`).join('')}`,
  )
