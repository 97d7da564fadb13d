/** The router software that chaoslemur knows: one line each. */
import type { Kind } from '../model/kind.ts'
import type { Timers } from '../model/topology.ts'
import { frr } from './frr.ts'
import { lemur } from './lemur.ts'
import { quagga } from './quagga.ts'

export const kinds: readonly Kind[] = Object.freeze([frr, quagga, lemur])

export const kindNames: readonly string[] = Object.freeze(kinds.map(({ name }) => name))

export const findKind = (name: string): Kind | undefined => kinds.find((kind) => kind.name === name)

/** What the software of a kind does when nobody tells it any timer. */
export const daemonTimers = (name: string): Timers | undefined => findKind(name)?.timers

/** The software of a kind takes multiples of this for its MRAI, milliseconds. */
export const mraiStepMs = (name: string): number => findKind(name)?.mraiStepMs ?? 1
