import type { Command } from 'commander'
import { agentBase, agentImage } from '../backends/docker/agent-image.ts'
import { platformImage } from '../backends/docker/desired.ts'
import { ensureImage } from '../backends/docker/images.ts'
import { kindNames } from '../kinds/index.ts'
import { type Context, dockerOf, kindOf, readTemplate, refuseDryRun, show } from './context.ts'
import type { Run } from './run-type.ts'

export const images = (program: Command, run: Run): void => {
  program
    .command('images')
    .description('images of the router software and the agent')
    .command('build')
    .description('build them now instead of at the first `up`')
    .argument('[kind...]', `kinds to build; known: ${kindNames.join(', ')}`, ['frr'])
    .action(run(build))
}

const build = async (context: Context, names: readonly string[]): Promise<void> => {
  refuseDryRun(context, 'images build does nothing but build; what is there already is kept')
  const { engine, options } = dockerOf(context)
  const announce = (tag: string) => context.note(`building image ${tag}`)
  const base = agentBase(options.agentDockerfile)
  await ensureImage(engine, base, announce)
  const tags = [await ensureImage(engine, agentImage(base), announce)]
  for (const name of names) {
    tags.push(await ensureImage(engine, platformImage(kindOf(name), readTemplate), announce))
  }
  show(context, tags, () => tags.join('\n'))
}
