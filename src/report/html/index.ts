/** The registry of sections, in the order of the report. */
import { conditions } from './conditions.ts'
import { control } from './control.ts'
import { distribution } from './distribution.ts'
import { faults } from './faults.ts'
import { heatMap } from './heat-map.ts'
import { resources } from './resources.ts'
import type { Section } from './section.ts'
import { slowest } from './slowest.ts'
import { summary } from './summary.ts'
import { timeline } from './timeline.ts'
import { topology } from './topology.ts'
import { updateClasses } from './update-classes.ts'

export const sections: readonly Section[] = [
  summary,
  topology,
  timeline,
  faults,
  updateClasses,
  control,
  distribution,
  heatMap,
  slowest,
  resources,
  conditions,
]
