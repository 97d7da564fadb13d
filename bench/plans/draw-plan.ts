import type { Random } from '../../src/lib/random.ts'
import type { Topology } from '../../src/model/topology.ts'
import type { EntryText, PlanFile, StepText } from './case.ts'
import { chance, ms, oneOf, someOf } from './dice.ts'
import { drawStep } from './draw-step.ts'

/** 1 to 6 steps of any fault on anything, overlapping as it falls. */
export const drawPlan = (random: Random, name: string, topology: Topology): PlanFile => {
  const count = random.fork('count').integer(1, 6)
  const steps: StepText[] = []
  for (let i = 0; i < count; i++)
    steps.push(drawStep(random.fork(`step ${i}`), topology, { id: `s${i + 1}`, earlier: steps }))
  const limits = limitsOf(random.fork('limits'), topology)
  return {
    version: 1,
    name,
    topology: `${name}.yaml`,
    seed: random.fork('seed').integer(1, 1_000_000),
    steps: blocked(random.fork('blocks'), steps),
    ...(chance(random.fork('repeat'), 1 / 8) && { repeat: { count: 2 } }),
    ...(Object.keys(limits).length > 0 && { limits }),
    probes: {
      interval: oneOf(random.fork('probes'), ['100ms', '100ms', '20ms', '0s']),
      streams: oneOf(random.fork('streams'), [4, 12, 24]),
    },
  }
}

const limitsOf = (random: Random, { nodes }: Topology): Record<string, unknown> => {
  const names = nodes.map((node) => node.name)
  return {
    ...(chance(random, 1 / 4) && { 'nodes-down': random.integer(1, 2) }),
    ...(chance(random, 1 / 4) && { 'links-down': random.integer(1, 3) }),
    ...(chance(random, 1 / 4) && {
      'keep-connected': someOf(random, names, random.integer(2, 3)),
    }),
    ...(chance(random, 1 / 6) && { 'fault-ttl': ms(random.integer(2_000, 12_000)) }),
  }
}

/** Now and then the last steps stand in a block, if none of them says itself when it starts. */
const blocked = (random: Random, steps: readonly StepText[]): readonly EntryText[] => {
  if (steps.length < 2 || !chance(random, 1 / 5)) return steps
  const inside = steps.slice(-random.integer(2, steps.length))
  if (inside.some(({ after }) => after !== undefined)) return steps
  const children = inside.map(({ at: _, ...step }) => step)
  const block = { [oneOf(random, ['sequence', 'parallel'])]: children, at: inside[0]?.at }
  return [...steps.slice(0, steps.length - inside.length), block as EntryText]
}
