#!/usr/bin/env node
/** The command line: builds the tree of commands, gives each its context, turns errors into exit statuses. */
import { Command, InvalidArgumentError, Option } from 'commander'
import { EXIT, explain, LemurError } from '../lib/errors.ts'
import { LOG_LEVELS } from '../lib/log.ts'
import { wantedCommands } from './commands.ts'
import { type Context, contextOf } from './context.ts'
import { helpBelow } from './examples.ts'
import { interrupts } from './interrupts.ts'
import type { Run } from './run-type.ts'
import { packageVersion } from './version.ts'

const wholeNumber = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('not a whole number')
  return Number(text)
}

const { signal, interrupted } = interrupts((line) => process.stderr.write(`${line}\n`))

const wrap: Run =
  (action) =>
  async (...args) => {
    // commander hands over arguments, then the options, then the command.
    const command = args.pop() as Command
    const context = contextOf(command, signal)
    try {
      await (action as (context: Context, ...rest: unknown[]) => Promise<void>)(context, ...args)
    } catch (error) {
      fail(error, context.options.logLevel === 'debug')
    }
  }

const fail = (error: unknown, debug: boolean): void => {
  if (interrupted()) {
    process.exitCode = EXIT.interrupted
    return
  }
  process.stderr.write(`${explain(error)}\n`)
  if (!(error instanceof LemurError) || debug) {
    process.stderr.write(
      `${error instanceof LemurError ? '' : 'this is a mistake of chaoslemur itself; '}`,
    )
    process.stderr.write(
      debug ? `${(error as Error).stack}\n` : '--log-level debug shows where it happened\n',
    )
  }
  process.exitCode = error instanceof LemurError ? error.exitStatus : EXIT.environment
}

const program = new Command('chaoslemur')
  .description('BGP chaos testbed: real routers, scheduled faults, measured convergence')
  .version(packageVersion())
  .option('--backend <name>', 'docker, sim, auto (docker if it answers)', 'auto')
  .option('--json', 'data as JSON on stdout; everything else on stderr')
  .option('--dry-run', 'show what would be done, and do nothing')
  .option('--seed <number>', 'stronger than the seed in the file', wholeNumber)
  .option('--timeout <duration>', 'how long to wait for a lab to be ready (default: 2m)')
  .addOption(
    new Option('--log-level <level>', 'what to log on stderr').choices(LOG_LEVELS).default('warn'),
  )
  .enablePositionalOptions()
  // Descriptions stand beside the names on 80 columns too.
  .configureHelp({ minWidthToWrap: 20, subcommandTerm: termOf })
  .showHelpAfterError('(chaoslemur --help lists all commands)')
  .exitOverride((error) => {
    process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.input)
  })

for (const register of await wantedCommands(process.argv.slice(2))) register(program, wrap)
for (const command of program.commands.flatMap((one) => [one, ...one.commands])) {
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? EXIT.ok : EXIT.input))
  command.addHelpText('after', helpBelow(command.name()))
  addGlobalOptions(command)
}
await program.parseAsync()
// Streams of the engine that nobody closed must not keep a finished command alive.
process.exit()

/** Name and arguments, as the usage line has them. */
function termOf(command: Command): string {
  const args = command.registeredArguments.map((argument) => {
    const text = `${argument.name()}${argument.variadic ? '...' : ''}`
    return argument.required ? `<${text}>` : `[${text}]`
  })
  return [command.name(), ...args].join(' ')
}

/** Global options are understood before and after the command's name. */
function addGlobalOptions(command: Command): void {
  for (const option of program.options) {
    // A command may have an option of that name, with a narrower meaning.
    const own = command.options.some(({ long }) => long === option.long)
    if (option.long !== '--version' && !own)
      command.addOption(
        Object.assign(Object.create(option), { hidden: true, defaultValue: undefined }),
      )
  }
}
