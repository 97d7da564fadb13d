import type { Command } from 'commander'
import { examine } from '../backends/docker/doctor.ts'
import { renderTable } from '../lib/table.ts'
import { type Context, dockerOf, show } from './context.ts'
import type { Run } from './run-type.ts'

export const doctor = (program: Command, run: Run): void => {
  program
    .command('doctor')
    .description('try the engine and every lever of this kernel for real, in a scratch namespace')
    .action(run(examineHost))
}

const examineHost = async (context: Context): Promise<void> => {
  const backend = dockerOf(context)
  const checks = await examine(backend.engine, backend.options)
  const columns = [{ title: 'CHECK' }, { title: 'WORKS' }, { title: 'DETAIL' }]
  show(context, checks, () =>
    renderTable(
      columns,
      checks.map(({ name, works, detail }) => [name, works ? 'yes' : 'NO', detail]),
    ),
  )
  // Without netem everything but delay works: that is a remark, not a failure.
  if (checks.some(({ works, optional }) => !works && !optional)) process.exitCode = 3
}
