import type { Command } from 'commander'
import { type Removed, takeDown } from '../backends/docker/down.ts'
import { inventory, labNames } from '../backends/docker/inventory.ts'
import { InputError } from '../lib/errors.ts'
import { type Context, dockerOf, show } from './context.ts'
import { labNameOf } from './inputs.ts'
import type { Run } from './run-type.ts'

export const down = (program: Command, run: Run): void => {
  program
    .command('down')
    .description('remove a lab: containers, networks, everything that carries its label')
    .argument('[lab]', 'name of the lab, or its topology file')
    .option('--all', 'every lab on the engine')
    .option('--images', 'the images of its nodes too; they are a cache')
    .action(run(takeLabsDown))
}

interface Options {
  readonly all?: boolean
  readonly images?: boolean
}

const takeLabsDown = async (
  context: Context,
  lab: string | undefined,
  options: Options,
): Promise<void> => {
  const { engine } = dockerOf(context)
  const labs = await labsMeant(context, engine, lab, options)
  const results: (Removed & { readonly lab: string })[] = []
  for (const name of labs) {
    const found = await inventory(engine, name)
    const removed = context.options.dryRun
      ? { containers: found.containers.length, networks: found.networks.length, images: 0 }
      : await takeDown(engine, name, { images: options.images ?? false })
    results.push({ lab: name, ...removed })
  }
  const verb = context.options.dryRun ? 'would remove' : 'removed'
  show(context, results, () =>
    results.length === 0
      ? 'no lab to remove'
      : results
          .map(({ lab: name, containers, networks, images }) => {
            if (containers + networks + images === 0) return `${name}: nothing there to remove`
            const cached = images > 0 ? `, ${images} images` : ''
            return `${name}: ${verb} ${containers} containers, ${networks} networks${cached}`
          })
          .join('\n'),
  )
}

const labsMeant = async (
  context: Context,
  engine: Parameters<typeof labNames>[0],
  lab: string | undefined,
  { all }: Options,
): Promise<readonly string[]> => {
  if (lab !== undefined) return [await labNameOf(context, lab)]
  const known = await labNames(engine)
  if (all || known.length <= 1) return known
  throw new InputError(`which lab? there are ${known.join(', ')}`, {
    hint: 'name one, or say --all',
  })
}
