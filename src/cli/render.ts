import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Command } from 'commander'
import { platformImage } from '../backends/docker/desired.ts'
import { imageTag } from '../backends/docker/images.ts'
import type { RenderedFile } from '../model/kind.ts'
import type { Topology } from '../model/topology.ts'
import { type Context, kindOf, readTemplate, show } from './context.ts'
import { readTopology } from './inputs.ts'
import type { Run } from './run-type.ts'

export const render = (program: Command, run: Run): void => {
  program
    .command('render')
    .description(
      'show what a topology becomes: addresses, AS numbers, sessions, and every config file',
    )
    .argument('<topology>', 'topology file, or - for stdin')
    .option('-o, --output <folder>', 'write the files there instead of printing them')
    .option('--node <name>', 'only this node')
    .option('--resolved', 'only the resolved topology, as JSON')
    .action(run(renderIt))
}

interface Options {
  readonly output?: string
  readonly node?: string
  readonly resolved?: boolean
}

const renderIt = async (context: Context, path: string, options: Options): Promise<void> => {
  const topology = await readTopology(context, path)
  const resolved: RenderedFile = {
    path: 'topology.json',
    text: `${JSON.stringify(topology, null, 2)}\n`,
  }
  if (options.resolved) return context.print(resolved.text)
  const files = [resolved, ...nodeFiles(topology, options.node)]
  if (options.output !== undefined) return write(context, options.output, files)
  show(context, files, () => files.map(({ path: name, text }) => `# ${name}\n${text}`).join('\n'))
}

const nodeFiles = (topology: Topology, only: string | undefined): readonly RenderedFile[] =>
  topology.nodes
    .filter(({ name }) => only === undefined || name === only)
    .flatMap((node) => {
      const kind = kindOf(node.kind)
      const platform = node.image ?? imageTag(platformImage(kind, readTemplate))
      const files = kind.node(node, topology, platform, readTemplate)
      return files.map((file) => ({ ...file, path: `${node.name}/${file.path}` }))
    })

const write = (context: Context, folder: string, files: readonly RenderedFile[]): void => {
  if (context.options.dryRun) {
    context.print(files.map(({ path }) => path).join('\n'))
    return
  }
  for (const { path, text, executable } of files) {
    const file = join(folder, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { mode: executable ? 0o755 : 0o644 })
  }
  context.note(`${files.length} files written to ${folder}`)
}
