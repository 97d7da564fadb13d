/** The matrix of a plan as it is written: keys of the topology file, each with the values that it takes. */
import { z } from 'zod'
import { timersSpec } from './topology-spec.ts'

const MOST_VALUES = 20

const several = <Item extends z.ZodType>(item: Item, description: string) =>
  z
    .array(item)
    .min(1)
    .max(MOST_VALUES)
    .refine((values) => new Set(values).size === values.length, {
      error: 'the same value is given twice',
    })
    .optional()
    .describe(description)

const timer = (key: Exclude<keyof typeof timersSpec.shape, 'base'>) =>
  several(timersSpec.shape[key].unwrap(), `Values of the ${key} timer of every node.`)

export const matrixSpec = z
  .strictObject({
    kind: several(z.string().min(1), 'Router software of every node.'),
    image: several(z.string().regex(/^\S+$/), 'Container image of every node.'),
    'timers.base': several(
      timersSpec.shape.base.unwrap(),
      'What holds for timers that are not written.',
    ),
    'timers.keepalive': timer('keepalive'),
    'timers.hold': timer('hold'),
    'timers.connect-retry': timer('connect-retry'),
    'timers.mrai': timer('mrai'),
    'generate.shape': several(z.string(), 'Shape of a topology that is generated.'),
    'generate.nodes': several(z.int().min(1), 'Number of its nodes.'),
  })
  .refine((axes) => Object.values(axes).some((values) => values !== undefined), {
    error: 'a matrix without any key\nwrite for example { timers.hold: [3s, 9s] }',
  })
