import type { Command } from 'commander'
import { stringify } from 'yaml'
import { type GenerateSpec, generateSpec, shapes } from '../generate/index.ts'
import { generateSpecOf } from '../generate/spec.ts'
import { writeTopology } from '../generate/write.ts'
import { didYouMean } from '../lib/did-you-mean.ts'
import { InputError } from '../lib/errors.ts'
import { renderTable } from '../lib/table.ts'
import { type Context, show } from './context.ts'
import { parseTopologyText } from './inputs.ts'
import type { Run } from './run-type.ts'

export const generate = (program: Command, run: Run): void => {
  program
    .command('generate')
    .description('print a topology file of a known shape; no shape lists them')
    .argument('[shape]', 'ring, line, mesh, hub ...')
    .argument(
      '[parameter=value...]',
      'its parameters, as in `generate:` of a topology file: nodes=20',
    )
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
  const known = shapes.map((candidate) => candidate.name)
  if (!known.includes(shape))
    throw new InputError(`unknown shape ${shape}: ${didYouMean(shape, known)}`)
  const spec = { shape, ...Object.fromEntries(parameters.map(parameterOf)) }
  // Through the loader first, so that a wrong parameter gets the same message as in a file.
  parseTopologyText(context, 'the command line', stringify({ name, generate: spec }))
  const checked = generateSpec.parse(spec) as GenerateSpec
  context.print(
    writeTopology(generateSpecOf(name, checked, context.options.seed), {
      schema: '../schemas/topology.schema.json',
      comment: [`chaoslemur generate ${[shape, ...parameters].join(' ')}`],
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

const parameterOf = (pair: string): readonly [string, number | string] => {
  const [key = '', value = ''] = pair.split(/=(.*)/s)
  if (key === '' || value === '')
    throw new InputError(`${pair}: write parameter=value, e.g. nodes=20`)
  return [key, Number.isNaN(Number(value)) ? value : Number(value)]
}
