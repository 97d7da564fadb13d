import type { Command } from 'commander'
import { shapes } from '../generate/index.ts'
import { generateSpecOf } from '../generate/spec.ts'
import { writeTopology } from '../generate/write.ts'
import { InputError } from '../lib/errors.ts'
import { renderTable } from '../lib/table.ts'
import { readShapeArguments } from '../load/shape-arguments.ts'
import { type Context, show } from './context.ts'
import type { Run } from './run-type.ts'

export const generate = (program: Command, run: Run): void => {
  program
    .command('generate')
    .description('print a topology file of a known shape; no shape lists them')
    .argument('[shape]', 'ring, line, mesh, hub, internet ...')
    .argument('[key=value...]', 'its parameters, as in `generate:` of a topology file: nodes=20')
    .option('--name <name>', 'name of the lab', 'generated')
    .action(run(generateIt))
}

const generateIt = async (
  context: Context,
  shape: string | undefined,
  parameters: readonly string[],
  { name }: { readonly name: string },
): Promise<void> => {
  if (shape === undefined) return listShapes(context)
  const checked = readShapeArguments({ shape, ...Object.fromEntries(parameters.map(parameterOf)) })
  const { seed } = context.options
  const drawn = seed === undefined ? [] : [`--seed ${seed}`]
  context.print(
    writeTopology(generateSpecOf(name, checked, seed), {
      schema: '../schemas/topology.schema.json',
      comment: [`chaoslemur generate ${[shape, ...parameters, ...drawn].join(' ')}`],
    }),
  )
}

const listShapes = (context: Context): void => {
  const list = shapes.map(({ name, summary, params }) => ({
    name,
    summary,
    parameters: Object.keys(params),
  }))
  const columns = [{ title: 'SHAPE' }, { title: 'PARAMETERS' }, { title: 'WHAT IT IS' }]
  show(context, list, () =>
    renderTable(
      columns,
      list.map((entry) => [entry.name, entry.parameters.join(' '), entry.summary]),
    ),
  )
}

const parameterOf = (pair: string): readonly [string, string] => {
  const [, key, value] = /^([^=]+)=(.+)$/s.exec(pair) ?? []
  if (key === undefined || value === undefined) {
    throw new InputError(`${pair}: write key=value, for example nodes=20`)
  }
  return [key, value]
}
