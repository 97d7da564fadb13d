import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { configOf, type FloodConfig, type FloodRequest } from '../flood/config.ts'
import { modes } from '../flood/modes/index.ts'
import { factsOf, flagOf, parameterNames } from '../flood/parameters/index.ts'
import type { Environment } from '../flood/parameters/read.ts'
import { InputError } from '../lib/errors.ts'
import { type Context, show } from './context.ts'
import { floodInLab, type InLab, STAND_INS } from './flood-in-lab.ts'
import { parseRequest } from './flood-request.ts'
import { runFlood } from './flood-run.ts'
import type { Run } from './run-type.ts'

export const flood = (program: Command, run: Run): void => {
  const command = program
    .command('flood')
    .description('send very many UPDATEs through a router, and time how they come out of it')
    .argument('[peers...]', 'REMOTE,LOCAL,ASN[,PORT]; the first is the sink')
    .option('--config <file>', 'peers and parameters as JSON; - for stdin')
    .option('--node <name>', 'into this router of a running lab, from a container beside it')
    .option('--out <name>', 'with --node: the router that the sink listens to (default: the same)')
    .option('--lab <name>', 'with --node: the lab (default: the one that runs)')
    .option('--events', 'everything that happens as JSON lines on stdout')
  for (const name of parameterNames) {
    const { argument, doc, default: usual } = factsOf(name)
    const value = argument === undefined ? '' : ` <${argument}>`
    const fallback = argument === undefined || !usual ? '' : ` (default: ${usual})`
    command.option(`${flagOf(name)}${value}`, `${doc}${fallback}`)
  }
  command.addHelpText('after', `${MODES}\n${ENVIRONMENT}`).action(run(start))
}

const MODES = `
Modes:
${modes.map(({ name, summary }) => `  ${name.padEnd(12)} ${summary}`).join('\n')}`

const ENVIRONMENT = `
kakapo's environment variables work too, and flags are stronger than they are
(docs/from-kakapo.md).

Exit status: 0 complete, 1 something did not arrive, 2 invalid input,
3 a peer or the machine failed, 4 timed out, 130 interrupted.
Results so far are printed and recorded whatever happens.`

export interface FloodOptions {
  readonly config?: string
  readonly events?: boolean
  readonly node?: string
  readonly out?: string
  readonly lab?: string
  readonly [name: string]: unknown
}

const start = async (
  context: Context,
  peers: readonly string[],
  options: FloodOptions,
): Promise<void> => {
  const { node, out, lab } = options
  if (node === undefined && (out ?? lab) !== undefined)
    throw new InputError('--out and --lab go with --node', { hint: 'name a router: --node NODE' })
  if (node !== undefined) return intoLab(context, peers, { ...options, node })
  const config = readConfig(context, peers, options, process.env)
  if (context.options.dryRun) return showConfig(context, config)
  process.exitCode = await runFlood(context, config, { events: options.events === true })
}

const intoLab = async (
  context: Context,
  peers: readonly string[],
  options: FloodOptions & { readonly node: string },
): Promise<void> => {
  const { node, out, lab, events = false } = options
  if (peers.length > 0 || options.config !== undefined)
    throw new InputError('--node: the peers are chosen by the lab', {
      hint: 'leave peers and --config out',
    })
  const configFor: InLab['configFor'] = (chosen, defaults) =>
    readConfig(context, chosen, { ...defaults, ...options }, process.env)
  if (context.options.dryRun) return showConfig(context, configFor(STAND_INS, {}))
  process.exitCode = await floodInLab(context, { node, out, lab, events, configFor })
}

/** From the command line, or from `--config`; the environment fills in what neither says. */
export const readConfig = (
  context: Context,
  peers: readonly string[],
  options: FloodOptions,
  environment: Environment,
): FloodConfig => {
  const fromFlags = requestOf(context, peers, options)
  if (options.config === undefined) return configOf(fromFlags, environment)
  const given = Object.keys(fromFlags.parameters.values)
  if (peers.length > 0 || given.length > 0) {
    throw new InputError('--config: peers and parameters are in the JSON, or on the command line', {
      hint: 'only --events, --json and --dry-run go with it',
    })
  }
  return configOf(parseRequest(options.config, readText(options.config)), environment)
}

const requestOf = (
  { options: global }: Context,
  peers: readonly string[],
  options: FloodOptions,
): FloodRequest => {
  const written = parameterNames.map((name) => [name, options[name]] as const)
  const values = Object.fromEntries(written.filter(([, value]) => value !== undefined))
  // --timeout may stand before the command's name too.
  const timeout = global.timeout === undefined ? {} : { timeout: global.timeout }
  return { peers, parameters: { as: 'flags', values: { ...timeout, ...values } } }
}

const readText = (path: string): string => {
  try {
    return readFileSync(path === '-' ? 0 : path, 'utf8')
  } catch (error) {
    throw new InputError(`cannot read ${path}: ${(error as Error).message}`)
  }
}

/** What would be done: everything as it was understood. */
const showConfig = (context: Context, { mode, setup, parameters, burst, notes }: FloodConfig) => {
  const data = { mode: mode.name, setup, parameters, burst: burst ?? null, sequence: mode, notes }
  show(context, data, () => JSON.stringify(data, null, 2))
}
