import type { Command } from 'commander'
import { faults, findFault } from '../faults/index.ts'
import { didYouMean } from '../lib/did-you-mean.ts'
import { formatDuration } from '../lib/duration.ts'
import { BackendError, InputError } from '../lib/errors.ts'
import { renderTable } from '../lib/table.ts'
import type { Testbed } from '../model/testbed.ts'
import type { Activation } from '../model/timeline.ts'
import { Actuator } from '../run/actuator.ts'
import { memoryJournal } from '../run/journal.ts'
import { activationOf, type FaultOptions, HOLD_MS } from './ad-hoc.ts'
import { appliedLines } from './applied-lines.ts'
import { type Context, dockerOf, show } from './context.ts'
import { labNameOf } from './inputs.ts'
import { refuseMissingLevers } from './missing-levers.ts'
import type { Run } from './run-type.ts'

export const fault = (program: Command, run: Run): void => {
  program
    .command('fault')
    .description('break something in a running lab, hold it, and heal it at the end or on Ctrl-C')
    .argument('[lab]', 'name of the lab, or its topology file')
    .argument('[do]', 'name of the fault; none lists them')
    .argument('[on...]', 'what to break: a--b, a->b, a node, a glob')
    .option('--for <duration>', 'heal after this time; without it, on Ctrl-C')
    .option('--with <key=value...>', 'parameters of the fault')
    .action(run(inject))
}

const inject = async (
  context: Context,
  lab: string | undefined,
  name: string | undefined,
  on: readonly string[],
  options: FaultOptions,
): Promise<void> => {
  if (lab === undefined || name === undefined) return listFaults(context)
  const found = findFault(name)
  if (!found) {
    const known = faults.map((candidate) => candidate.name)
    throw new InputError(`unknown fault ${name}: ${didYouMean(name, known)}`)
  }
  if (on.length === 0) throw new InputError(`what shall ${name} break? name a ${found.on}`)
  await using testbed = await dockerOf(context).attach(
    await labNameOf(context, lab),
    context.signal,
  )
  const activation = await activationOf(context, testbed, { name, on, options })
  if (context.options.dryRun)
    return show(context, activation, () => JSON.stringify(activation, null, 2))
  refuseMissingLevers([activation], testbed)
  await hold(context, testbed, activation)
}

const listFaults = async (context: Context): Promise<void> => {
  const list = faults.map(({ name, on, summary }) => ({ name, on, summary }))
  const columns = [{ title: 'FAULT' }, { title: 'ON' }, { title: 'WHAT IT DOES' }]
  show(context, list, () =>
    renderTable(
      columns,
      list.map(({ name, on, summary }) => [name, on, summary]),
    ),
  )
}

const hold = async (context: Context, testbed: Testbed, activation: Activation): Promise<void> => {
  const journal = memoryJournal()
  const actuator = new Actuator({
    testbed,
    limits: { keepConnected: [], faultTtlMs: HOLD_MS },
    journal,
  })
  const json = context.options.json ?? false
  journal.subscribe((entry) => appliedLines(entry, json).forEach(context.print))
  const played = await play(context, testbed, actuator, activation).then(
    () => undefined,
    (error: unknown) => ({ error }),
  )
  const left = await actuator.healAll()
  if (left.length > 0) {
    throw new BackendError(`could not be healed: ${left.join('; ')}`, {
      hint: `chaoslemur heal ${testbed.topology.name}`,
    })
  }
  if (played) throw played.error
}

const play = async (
  context: Context,
  { clock }: Testbed,
  actuator: Actuator,
  { phases, on, fault: name, forMs }: Activation,
): Promise<void> => {
  const startedAt = clock.now()
  for (const { afterMs, effects } of phases) {
    await clock.until(startedAt + afterMs, context.signal)
    const change = { instance: 'fault', half: 'injection', effects } as const
    const changed = await actuator.change(change, context.signal)
    if (changed.type !== 'applied') {
      throw new BackendError(`${name} could not be injected: ${changed.reason}`, {
        hint: 'chaoslemur doctor tells which levers this kernel has',
      })
    }
  }
  if (forMs === undefined) return
  const length =
    forMs === HOLD_MS ? 'until Ctrl-C' : `for ${formatDuration(forMs)}; Ctrl-C heals now`
  context.note(`holding ${name} on ${on.join(', ')} ${length}`)
  await clock.until(clock.now() + forMs, context.signal)
}
