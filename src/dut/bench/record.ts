/** What a flood through one device gives: one JSON object a device. */
import type { TransferOutcome } from '../../flood/types.ts'

export const DUT_RECORD_SCHEMA = 'chaoslemur-bench-dut-1'

export interface DutRecord {
  readonly schema: typeof DUT_RECORD_SCHEMA
  readonly dut: string
  readonly version: string
  readonly chaoslemur: string
  /** Of the Node that ran the generator. */
  readonly node: string
  readonly asked: DutQuestion
  /** One for each repeat, each with a daemon that has just been started. */
  readonly runs: readonly DutRun[]
  /** Of each figure over the runs that came to an end; absent when none did. */
  readonly median?: DutFigures
  /** Those of all runs. Empty: the figures can be trusted. */
  readonly flags: readonly TrustFlag[]
}

export interface DutQuestion {
  readonly prefixes: number
  readonly peers: number
  /** `split`: each prefix from one peer. `same`: all of them from every peer. */
  readonly table: 'split' | 'same'
  readonly senders: 'ibgp' | 'ebgp'
  /** Prefixes an UPDATE. */
  readonly groupSize: number
  readonly repeat: number
  readonly cpus: number | null
  readonly memoryBytes: number | null
}

export interface DutRun {
  readonly outcome: TransferOutcome | 'failed'
  /** What went wrong, in words. */
  readonly reason?: string
  /** Absent when the run failed before the burst. */
  readonly figures?: DutFigures
  readonly flags: readonly TrustFlag[]
}

/** Times in milliseconds from the start of the burst, CPU times in milliseconds, memory in octets. */
export interface DutFigures {
  /** From the first connect to the last session Established. */
  readonly establishedMs: number
  readonly firstRouteMs: number
  readonly allRoutesMs: number
  readonly routesPerS: number
  readonly dutCpuUserMs: number
  readonly dutCpuSystemMs: number
  readonly dutPeakBytes: number
  /** The kernel took the generator's last octet; for so much of it, a peer (the mean of all) could not send because nobody read. */
  readonly sendMs: number
  readonly blockedMs: number
  readonly generatorCpuMs: number
  /** CPU time of everybody else on the machine, while CPU times were taken. */
  readonly foreignCpuMs: number
  readonly watchedMs: number
  readonly machineCpus: number
  readonly expectedPrefixes: number
  readonly missingPrefixes: number
  /** Seen at the sink more than once: the device changed its mind about the best path. */
  readonly repeatedPrefixes: number
  /** In the device's own table, as it says. */
  readonly tablePrefixes: number
}

export const TRUST_FLAGS = [
  /** The run failed, or prefixes are missing at the sink. */
  'incomplete',
  /** The device says that it has another number of prefixes. */
  'count-differs',
  /** The generator could not send or receive faster. */
  'generator-bound',
  /** Others used the machine. */
  'contended',
  /** The runs differ too much. */
  'scattered',
] as const

export type TrustFlag = (typeof TRUST_FLAGS)[number]
