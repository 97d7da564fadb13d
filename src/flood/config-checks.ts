/** What each parameter alone cannot tell: combinations that have no meaning. */
import { InputError } from '../lib/errors.ts'
import { type Mode, uses } from './modes/mode.ts'
import type { Parameters } from './parameters/index.ts'

interface Together {
  readonly mode: Mode
  readonly parameters: Parameters
  /** What the user wrote for this very test, so without the environment. */
  readonly given: Readonly<Record<string, unknown>>
  /** How many PEERs. */
  readonly peers: number
}

type Check = readonly [wrong: boolean, text: string, hint?: string]

/** Throws an InputError with every problem. */
export const checkTogether = (all: Together): void => {
  const checks = [...peerChecks(all), ...modeChecks(all), ...familyChecks(all.parameters)]
  const problems = checks
    .filter(([wrong]) => wrong)
    .map(([, text, hint]) => (hint === undefined ? text : `${text}\n  try: ${hint}`))
  if (problems.length > 0) throw new InputError(problems)
}

const peerChecks = ({ peers, parameters: { sourcesOnly, drain } }: Together): readonly Check[] => [
  [sourcesOnly && peers < 1, 'no PEER was given: at least one source is needed'],
  [
    !sourcesOnly && peers < 2,
    `${peers} PEER given, two or more are needed: the first is the sink, the others are sources`,
    '--sources-only when nobody shall count what arrives',
  ],
  [sourcesOnly && drain, '--drain: with --sources-only there is no sink'],
]

const modeChecks = ({ mode, parameters, given }: Together): readonly Check[] => {
  const { sourcesOnly, rate, speed, file, restart } = parameters
  const isFile = uses(mode, 'file')
  const isRate = uses(mode, 'rate-all', 'rate-first')
  return [
    [
      mode.needsSink && (sourcesOnly || parameters.drain),
      `${sourcesOnly ? '--sources-only' : '--drain'}: mode ${mode.name} needs a sink that counts`,
      '--mode single or --mode multi',
    ],
    [
      mode.once && isRate && rate !== undefined,
      `--rate: mode ${mode.name} finds out how fast the device is; its pace is --window`,
      '--mode multi --rate for a pace of your own',
    ],
    [isFile && file === undefined, 'mode file needs a file', '--file PATH'],
    [!isFile && given.file !== undefined, '--file: only mode file sends one', '--mode file'],
    [!isFile && given.speed !== undefined, '--speed: only mode file has a pace of its own'],
    [speed !== undefined && rate !== undefined, '--speed and --rate: two paces for one file'],
    [restart && mode.once, `--restart: mode ${mode.name} has only one cycle`],
    [parameters.withdraw > 0 && parameters.flap, '--withdraw and --flap: choose one of them'],
  ]
}

const familyChecks = (parameters: Parameters): readonly Check[] => {
  const { family, seedPrefix, prefixLength, canarySeed } = parameters
  const other = (text: string | undefined) =>
    text !== undefined && text.includes(':') !== (family === 'ipv6')
  const width = family === 'ipv4' ? 32 : 128
  return [
    [
      other(seedPrefix),
      `--seed-prefix ${seedPrefix}: not ${family}, as the table is`,
      `--family ${family === 'ipv4' ? 'ipv6' : 'ipv4'}`,
    ],
    // An IPv4 seed stands for IPv6 canaries too: src/flood/canary.ts.
    [
      family === 'ipv4' && other(canarySeed),
      `--canary-seed ${canarySeed}: not ipv4, as the table is`,
      '--family ipv6',
    ],
    [
      prefixLength !== undefined && prefixLength > width,
      `--prefix-length ${prefixLength}: an address of ${family} has ${width} bits`,
    ],
  ]
}
