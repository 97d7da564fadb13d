/** Every shape, in the order in which they are shown. */
import { z } from 'zod'
import { createRandom } from '../lib/random.ts'
import { barabasiAlbert } from './barabasi-albert.ts'
import { cliqueB } from './clique-b.ts'
import { clos } from './clos.ts'
import { grid } from './grid.ts'
import { hub } from './hub.ts'
import { internet } from './internet.ts'
import { line } from './line.ts'
import { mesh } from './mesh.ts'
import { ring } from './ring.ts'
import type { Generated, Shape } from './shape.ts'
import { star } from './star.ts'
import { tree } from './tree.ts'
import { waxman } from './waxman.ts'

// Each shape takes parameters of its own type; the schema below is what makes them fit.
export const shapes: readonly Shape[] = [
  ring,
  line,
  mesh,
  hub,
  star,
  tree,
  clos,
  grid,
  cliqueB,
  barabasiAlbert,
  waxman,
  internet,
] as unknown as readonly Shape[]

const schemaOf = ({ name, summary, params }: Shape) =>
  z
    .strictObject({
      shape: z.literal(name).describe(`${name}: ${summary}`),
      ...params,
      seed: z.int().optional().describe('Seed of random shapes. Default 1; --seed overrides it.'),
    })
    .describe(summary)

const [first, ...rest] = shapes.map(schemaOf)

/** The value of `generate:` in a topology file. */
export const generateSpec = z
  .discriminatedUnion('shape', [first as NonNullable<typeof first>, ...rest])
  .describe('Makes nodes and links, beside those that are written.')

export interface GenerateSpec {
  readonly shape: string
  readonly seed?: number | undefined
  readonly [param: string]: unknown
}

/** Nodes and links of a checked `generate:`. A seed given here is stronger than the written one. */
export const generate = (spec: GenerateSpec, seed: number = spec.seed ?? 1): Generated => {
  const shape = shapes.find(({ name }) => name === spec.shape)
  if (!shape) throw new RangeError(`unknown shape ${spec.shape}`)
  return shape.generate(spec, createRandom(seed).fork(`generate/${shape.name}`))
}
