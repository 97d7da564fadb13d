import type { Command } from 'commander'
import { asRelLines } from '../internet/as-rel/write.ts'
import { type Context, refuseDryRun } from './context.ts'
import { asCount } from './internet-arguments.ts'
import { drawn } from './internet-graph.ts'
import { infer } from './internet-infer.ts'
import { solve } from './internet-solve.ts'
import { stats } from './internet-stats.ts'
import type { Run } from './run-type.ts'
import { writeLines } from './write-lines.ts'

export const internet = (program: Command, run: Run): void => {
  const group = program
    .command('internet')
    .description('AS graphs as large as the Internet: routes, outages, hijacks, leaks')
  solve(group, run)
  stats(group, run)
  infer(group, run)
  group
    .command('draw')
    .description('draw a random AS graph like that of the Internet, in the form as-rel2')
    .requiredOption('--ases <number>', 'how many; the Internet has about 78000', asCount)
    .option('-o, --output <file>', 'write it there instead of printing it')
    .action(run(draw))
}

const draw = async (
  context: Context,
  { ases, output }: { readonly ases: number; readonly output?: string },
): Promise<void> => {
  refuseDryRun(context, 'a graph is drawn or it is not')
  const seed = context.options.seed ?? 1
  const comments = [`chaoslemur internet draw --ases ${ases} --seed ${seed}`]
  const lines = asRelLines(drawn(context, ases), { comments, source: 'drawn' })
  await writeLines(context, lines, output)
}
