/** The registry of sections, in the order of the report. */
import { conditions } from './conditions.ts'
import { faults } from './faults.ts'
import type { Section } from './section.ts'
import { summary } from './summary.ts'
import { topology } from './topology.ts'

export const sections: readonly Section[] = [summary, topology, faults, conditions]
