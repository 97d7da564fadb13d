import type { Command } from 'commander'
import { InputError } from '../lib/errors.ts'
import type { Context } from './context.ts'
import type { Run } from './run-type.ts'

export const completion = (program: Command, run: Run): void => {
  program
    .command('completion')
    .description('print a completion script: bash, zsh or fish')
    .argument('<shell>', 'bash, zsh, fish')
    .addHelpText('after', '\nIn bash: source <(chaoslemur completion bash)')
    .action(run((context: Context, shell: string) => printScript(context, shell, program)))
}

const printScript = async (context: Context, shell: string, program: Command): Promise<void> => {
  const script = SCRIPTS[shell]
  if (!script)
    throw new InputError(`no completion for ${shell}; known: ${Object.keys(SCRIPTS).join(', ')}`)
  context.print(script(program))
}

const wordsOf = (command: Command): string =>
  [
    ...command.commands.map((sub) => sub.name()),
    ...command.options.flatMap(({ long }) => long ?? []),
  ].join(' ')

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: it is the shell that fills these in.
const bash = (program: Command): string => {
  const cases = program.commands.map((command) => {
    const words = wordsOf(command)
    return `    ${command.name()}) words="${words}" ;;`
  })
  return [
    '_chaoslemur() {',
    '  local words current="${COMP_WORDS[COMP_CWORD]}"',
    '  case "${COMP_WORDS[1]}" in',
    ...cases,
    `    *) words="${wordsOf(program)}" ;;`,
    '  esac',
    `  [ "$COMP_CWORD" -gt 1 ] || words="${wordsOf(program)}"`,
    '  COMPREPLY=($(compgen -W "$words" -- "$current") $(compgen -f -- "$current"))',
    '}',
    'complete -o filenames -F _chaoslemur chaoslemur',
  ].join('\n')
}

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: see above.

const zsh = (program: Command): string =>
  ['autoload -U +X bashcompinit && bashcompinit', bash(program)].join('\n')

const fish = (program: Command): string =>
  program.commands
    .flatMap((command) => [
      `complete -c chaoslemur -n __fish_use_subcommand -a ${command.name()} -d '${command.description().replaceAll("'", '')}'`,
      ...command.options.flatMap(({ long, description }) =>
        long
          ? `complete -c chaoslemur -n '__fish_seen_subcommand_from ${command.name()}' -l ${long.slice(2)} -d '${description.replaceAll("'", '')}'`
          : [],
      ),
    ])
    .join('\n')

const SCRIPTS: Readonly<Record<string, (program: Command) => string>> = { bash, zsh, fish }
