/** Every mode, in the order of the help. */
import { both } from './both.ts'
import { file } from './file.ts'
import { func } from './func.ts'
import type { Mode } from './mode.ts'
import { multi } from './multi.ts'
import { pam } from './pam.ts'
import { rate } from './rate.ts'
import { single } from './single.ts'
import { singleOnly } from './single-only.ts'
import { singleRate } from './single-rate.ts'

export const modes: readonly Mode[] = [
  single,
  multi,
  singleOnly,
  both,
  rate,
  singleRate,
  file,
  pam,
  func,
]

export const modeNames: readonly string[] = modes.map(({ name }) => name)

/** The name must be one of `modeNames`. */
export const modeOf = (name: string): Mode => modes.find((mode) => mode.name === name) as Mode
