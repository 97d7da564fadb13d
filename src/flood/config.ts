/** What a flood is asked to do, checked as a whole: peers, parameters, and what they mean together. */
import type { Family } from '../bgp/prefix.ts'
import { checkTogether } from './config-checks.ts'
import { modeOf } from './modes/index.ts'
import { type Mode, uses } from './modes/mode.ts'
import type { Parameters } from './parameters/index.ts'
import { type Environment, type Given, readParameters } from './parameters/read.ts'
import { parsePeers } from './peer-text.ts'
import type { FloodSetup, SyntheticStream } from './types.ts'

/** As it comes from a command line, or as the JSON of `--config`. */
export interface FloodRequest {
  readonly peers: readonly string[]
  readonly parameters: Given
}

export interface FloodConfig {
  readonly peers: readonly string[]
  readonly parameters: Parameters
  readonly mode: Mode
  readonly setup: FloodSetup
  readonly stream: SyntheticStream
  /** UPDATEs in a burst; without an end when `--duration` was given instead. */
  readonly burst: number | undefined
  /** Longest time of a burst or file. kakapo's RATETIMELIMIT concerns rate tests only. */
  readonly burstMs: number | undefined
  /** Longest time of a rate test, when its length is not bounded otherwise. */
  readonly rateMs: number | undefined
  /** A sink that counts: there are canaries, and prefixes to await. */
  readonly counted: boolean
  /** kakapo's environment: its records are written too. */
  readonly kakapo: boolean
  readonly notes: readonly string[]
}

export const configOf = (request: FloodRequest, environment: Environment): FloodConfig => {
  const { parameters, kakapo, notes } = readParameters(request.parameters, environment)
  const mode = modeOf(parameters.mode)
  const peers = parsePeers(request.peers, parameters.port)
  checkTogether({ mode, parameters, given: request.parameters.values, peers: peers.length })
  const ofBursts = request.parameters.values.duration !== undefined && !hasRateTest(mode)
  const burstMs = ofBursts ? parameters.duration : undefined
  const [first, ...others] = peers
  const sink = parameters.sourcesOnly ? undefined : first
  const counted = sink !== undefined && !parameters.drain
  return {
    peers: request.peers,
    parameters,
    mode,
    setup: {
      ...(sink ? { sink } : {}),
      sources: sink ? others : peers,
      families: parameters.offer ?? familiesOf(mode, parameters),
      holdTimeS: parameters.holdTime / 1000,
      ...(parameters.connectRetries === undefined
        ? {}
        : { connectRetries: parameters.connectRetries }),
      establishTimeoutMs: parameters.establishTimeout,
      drain: parameters.drain,
      threads:
        parameters.threads === undefined
          ? threadsFor(mode, parameters)
          : threadCount(parameters.threads),
      canarySeed: parameters.canarySeed ?? SEEDS[parameters.family].canary,
    },
    stream: streamOf(parameters),
    burst: burstOf(parameters, burstMs),
    burstMs,
    rateMs: parameters.duration ?? (parameters.count === undefined ? DEFAULT_RATE_MS : undefined),
    counted,
    kakapo,
    notes,
  }
}

/** With a small window the way between the threads is longer than that through the device. */
export const SMALL_WINDOW = 1500

const threadsFor = (mode: Mode, { window }: Parameters): 1 | 2 =>
  hasRateTest(mode) && mode.once && window <= SMALL_WINDOW ? 1 : 2

const threadCount = (word: '1' | '2'): 1 | 2 => (word === '1' ? 1 : 2)

const hasRateTest = (mode: Mode): boolean => uses(mode, 'rate-all', 'rate-first')

const DEFAULT_RATE_MS = 10_000
const FUNCTION_ROUNDS = 10

const SEEDS: Readonly<Record<Family, { prefix: string; length: number; canary: string }>> = {
  ipv4: { prefix: '10.0.0.0', length: 30, canary: '192.168.255.0' },
  ipv6: { prefix: '2001:db8::', length: 64, canary: '2001:db8:ffff::' },
}

/** A file may have both; the device takes what it knows. */
const familiesOf = (mode: Mode, { family }: Parameters): readonly Family[] =>
  uses(mode, 'file') ? ['ipv4', 'ipv6'] : [family]

const burstOf = (
  { mode, burst, table }: Parameters,
  burstMs: number | undefined,
): number | undefined => {
  if (burst !== undefined) return burst
  if (mode === 'func') return FUNCTION_ROUNDS
  return burstMs === undefined ? table : undefined
}

const streamOf = (from: Parameters): SyntheticStream => ({
  type: 'synthetic',
  family: from.family,
  tableSize: from.table,
  groupSize: from.group,
  seedPrefix: from.seedPrefix ?? SEEDS[from.family].prefix,
  prefixLength: from.prefixLength ?? SEEDS[from.family].length,
  pathLength: from.pathLength,
  pathVariation: from.pathVariation,
  communities: from.communities,
  extendedCommunities: from.extendedCommunities,
  largeCommunities: from.largeCommunities,
  withdrawShare: from.withdraw,
  flap: from.flap,
})
