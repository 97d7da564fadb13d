import type { Command } from 'commander'
import { faults, findFault } from '../faults/index.ts'
import { didYouMean } from '../lib/did-you-mean.ts'
import { formatDuration, parseDuration } from '../lib/duration.ts'
import { BackendError, InputError } from '../lib/errors.ts'
import { renderTable } from '../lib/table.ts'
import type { Applied, Testbed } from '../model/testbed.ts'
import type { Activation } from '../model/timeline.ts'
import { changes, fold, pulses } from '../run/fold.ts'
import { expand } from '../run/timeline.ts'
import { type Context, dockerOf, show } from './context.ts'
import { labNameOf, parsePlan } from './inputs.ts'
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
    .addHelpText('after', EXAMPLES)
    .action(run(inject))
}

const EXAMPLES = `
Examples:
  chaoslemur fault abilene link-down denver--kansas-city --for 20s
  chaoslemur fault abilene link-loss "denver->seattle" --with percent=5% --for 1m
  chaoslemur fault abilene node-freeze atlanta`

interface Options {
  readonly for?: string
  readonly with?: readonly string[]
}

const inject = async (
  context: Context,
  lab: string | undefined,
  name: string | undefined,
  on: readonly string[],
  options: Options,
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

/** The same door as a plan: the same checks, the same selectors, the same effects. */
const activationOf = async (
  context: Context,
  { topology }: Testbed,
  {
    name,
    on,
    options,
  }: { readonly name: string; readonly on: readonly string[]; readonly options: Options },
): Promise<Activation> => {
  const step = {
    id: 'fault',
    do: name,
    on: on.length === 1 ? on[0] : on,
    ...(options.with ? { with: parametersOf(options.with) } : {}),
    ...forOf(name, options),
  }
  const text = JSON.stringify(
    { version: 1, name: 'fault', topology: 'the running lab', steps: [step] },
    null,
    1,
  )
  const plan = await parsePlan(context, 'the command line', text, topology)
  return expand(plan, faults)[0] as Activation
}

/** A fault that holds needs a length in a plan; here Ctrl-C is one. */
const forOf = (name: string, options: Options): { readonly for?: string } => {
  if (options.for !== undefined) {
    if (parseDuration(options.for) === undefined) {
      throw new InputError(`--for ${options.for}: not a duration`, { hint: 'write 20s or 2m' })
    }
    return { for: options.for }
  }
  return ENDS_BY_ITSELF.has(name) ? {} : { for: FOREVER }
}

const ENDS_BY_ITSELF: ReadonlySet<string> = new Set(['session-reset', 'link-flap'])
const FOREVER = '3m'

const parametersOf = (pairs: readonly string[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=')
      if (at < 1) throw new InputError(`--with ${pair}: write key=value`)
      const text = pair.slice(at + 1)
      const value = text.includes(',') ? text.split(',') : text
      return [pair.slice(0, at), /^\d+$/.test(text) ? Number(text) : value]
    }),
  )

const hold = async (context: Context, testbed: Testbed, activation: Activation): Promise<void> => {
  const startedAt = testbed.clock.now()
  let before = fold([], testbed.topology)
  for (const { afterMs, effects } of activation.phases) {
    const due = await waitUntil(testbed, startedAt + afterMs, context.signal)
    if (!due) return context.note('interrupted: healing')
    const after = fold(effects, testbed.topology)
    report(context, await testbed.apply(changes(before, after, testbed.topology), context.signal))
    report(context, await testbed.apply(pulses(effects), context.signal))
    before = after
  }
  if (activation.forMs === undefined) return
  context.note(
    `holding ${activation.fault} on ${activation.on.join(', ')} for ${formatDuration(activation.forMs)}; Ctrl-C heals now`,
  )
  await waitUntil(testbed, testbed.clock.now() + activation.forMs, context.signal)
  const back = changes(before, fold([], testbed.topology), testbed.topology)
  report(context, await testbed.apply(back, AbortSignal.timeout(30_000)))
}

const waitUntil = async (testbed: Testbed, at: number, signal: AbortSignal): Promise<boolean> =>
  testbed.clock.until(at, signal).then(
    () => true,
    () => false,
  )

const report = (context: Context, applied: readonly Applied[]): void => {
  for (const { subject, commandedAt, verifiedAt, readBack } of applied) {
    const took =
      verifiedAt === undefined
        ? 'NOT VERIFIED'
        : `verified after ${(verifiedAt - commandedAt).toFixed(1)} ms`
    context.print(`${subject}: ${took}${readBack ? `: ${readBack}` : ''}`)
  }
  const failed = applied.filter(({ verifiedAt }) => verifiedAt === undefined)
  if (failed.length > 0) throw new BackendError(`${failed.length} effects could not be verified`)
}
