import type { Command } from 'commander'
import { importGraphml } from '../load/import/graphml.ts'
import { readInput } from '../load/read-file.ts'
import type { Context } from './context.ts'
import type { Run } from './run-type.ts'

export const importFile = (program: Command, run: Run): void => {
  program
    .command('import')
    .description('turn an Internet Topology Zoo file (GraphML) into a topology file, on stdout')
    .argument('<file>', 'a .graphml file, or - for stdin')
    .action(run(importIt))
}

const importIt = async (context: Context, path: string): Promise<void> => {
  const { file, text } = await readInput(path)
  const imported = importGraphml(file, text)
  for (const note of imported.notes) context.note(`note: ${note}`)
  context.print(imported.text)
}
