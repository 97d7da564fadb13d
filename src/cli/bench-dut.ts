import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { connect, requireEngine } from '../backends/docker/engine.ts'
import { benchDuts } from '../dut/bench/bench.ts'
import { MOST_PREFIXES } from '../dut/bench/one-run.ts'
import type { DutQuestion, DutRecord } from '../dut/bench/record.ts'
import type { Dut } from '../dut/dut.ts'
import { dutNames, findDut } from '../dut/index.ts'
import { MOST_SENDERS } from '../dut/layout.ts'
import { whole } from '../flood/parameters/kinds.ts'
import { didYouMean } from '../lib/did-you-mean.ts'
import { EXIT, InputError } from '../lib/errors.ts'
import { packageRoot } from '../lib/package-root.ts'
import { dutTable } from './bench-dut-table.ts'
import { type Context, readTemplate, show } from './context.ts'
import type { Run } from './run-type.ts'
import { packageVersion } from './version.ts'

export const benchDut = (bench: Command, run: Run): void => {
  bench
    .command('dut')
    .description('flood BGP daemons in containers, and compare how fast they pass routes on')
    .option('--kind <names>', `separated by commas; known: ${dutNames.join(', ')} (default: all)`)
    .option('--prefixes <number>', 'how many, such as 100k (default: 100k)')
    .option('--peers <number>', 'how many send them (default: 10)')
    .option('--table <split|same>', 'each prefix from one peer, or all from every peer')
    .option('--senders <ibgp|ebgp>', 'with ebgp, each peer gets the routes of the others too')
    .option('--group-size <number>', 'prefixes an UPDATE (default: 1)')
    .option('--repeat <number>', 'runs of each daemon, always a new one (default: 1)')
    .option('--cpus <number>', 'limit of the daemon')
    .option('--memory <size>', 'limit of the daemon, such as 512m or 2g')
    .action(run(start))
}

export interface DutOptions {
  readonly kind?: string
  readonly prefixes?: string
  readonly peers?: string
  readonly table?: string
  readonly senders?: string
  readonly groupSize?: string
  readonly repeat?: string
  readonly cpus?: string
  readonly memory?: string
}

const start = async (context: Context, options: DutOptions): Promise<void> => {
  const duts = dutsOf(options.kind ?? dutNames.join(','))
  const asked = questionOf(options)
  if (context.options.dryRun) {
    const names = duts.map(({ name }) => name)
    const plan = { duts: names, ...asked }
    return show(context, plan, () => JSON.stringify(plan, null, 2))
  }
  const engine = connect()
  await requireEngine(engine)
  const records = await benchDuts(
    {
      engine,
      read: readTemplate,
      agentDockerfile: readFileSync(join(packageRoot(), 'docker/agent.Dockerfile'), 'utf8'),
      chaoslemur: packageVersion(),
      note: context.note,
    },
    duts,
    asked,
    context.signal,
  )
  report(context, records)
}

/** JSON: one line a device. */
const report = ({ options, print }: Context, records: readonly DutRecord[]): void => {
  print(options.json ? records.map((one) => JSON.stringify(one)).join('\n') : dutTable(records))
  if (records.some(({ flags }) => flags.length > 0)) process.exitCode = EXIT.untrustworthy
}

const dutsOf = (names: string): readonly Dut[] => {
  const wanted = [...new Set(names.split(','))]
  const unknown = wanted.filter((name) => !findDut(name))
  if (unknown.length > 0) {
    throw new InputError(
      unknown.map((name) => `--kind ${name}: no such daemon; ${didYouMean(name, dutNames)}`),
    )
  }
  return wanted.flatMap((name) => findDut(name) ?? [])
}

/** Throws an InputError that names every option that is wrong. */
export const questionOf = (options: DutOptions): DutQuestion => {
  const problems: string[] = []
  const asked = {
    prefixes: number('prefixes', options.prefixes ?? '100k', MOST_PREFIXES),
    peers: number('peers', options.peers ?? '10', MOST_SENDERS),
    table: oneOf('table', options.table ?? 'split', ['split', 'same'] as const),
    senders: oneOf('senders', options.senders ?? 'ibgp', ['ibgp', 'ebgp'] as const),
    groupSize: number('group-size', options.groupSize ?? '1', 900),
    repeat: number('repeat', options.repeat ?? '1', 1000),
    cpus: options.cpus === undefined ? null : cpus(options.cpus),
    memoryBytes: options.memory === undefined ? null : memory(options.memory),
  }
  if (problems.length === 0 && asked.prefixes < asked.peers * asked.groupSize)
    problems.push(`--prefixes ${asked.prefixes}: fewer than one UPDATE for each peer`)
  if (problems.length > 0) throw new InputError(problems)
  return asked

  function number(name: string, text: string, most: number): number {
    const { data, error } = whole(1, most).safeParse(text)
    if (error) problems.push(`--${name} ${text}: ${error.issues[0]?.message}`)
    return data ?? 0
  }

  function oneOf<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
    const found = words.find((word) => word === text)
    if (!found) problems.push(`--${name} ${text}: must be ${words.join(' or ')}`)
    return found ?? (words[0] as Word)
  }

  function cpus(text: string): number {
    if (/^\d+(\.\d+)?$/.test(text) && Number(text) >= 0.01) return Number(text)
    problems.push(`--cpus ${text}: must be a number such as 1 or 0.5`)
    return 0
  }

  function memory(text: string): number {
    const [, digits, unit] = /^(\d+)([kmg])$/.exec(text.toLowerCase()) ?? []
    if (digits && unit) return Number(digits) * 1024 ** ('kmg'.indexOf(unit) + 1)
    problems.push(`--memory ${text}: must be a size such as 512m or 2g`)
    return 0
  }
}
