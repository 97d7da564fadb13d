/** The devices that `chaoslemur bench dut` knows: one line each. */
import { bird } from './bird.ts'
import { bird3 } from './bird3.ts'
import type { Dut } from './dut.ts'
import { frr } from './frr.ts'
import { gobgp } from './gobgp.ts'
import { openbgpd } from './openbgpd.ts'

export const duts: readonly Dut[] = Object.freeze([frr, bird, bird3, gobgp, openbgpd])

export const dutNames: readonly string[] = Object.freeze(duts.map(({ name }) => name))

export const findDut = (name: string): Dut | undefined => duts.find((dut) => dut.name === name)
