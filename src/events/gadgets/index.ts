/** Every gadget, in the order in which they are shown. */
import { badGadget } from './bad-gadget.ts'
import type { Gadget } from './define.ts'
import { disagree } from './disagree.ts'
import { goodGadget } from './good-gadget.ts'
import { medOscillation } from './med-oscillation.ts'
import { naughtyGadget } from './naughty-gadget.ts'
import { reflectorOscillation } from './reflector-oscillation.ts'
import { surprise } from './surprise.ts'
import { wedgie } from './wedgie.ts'

export const gadgets: readonly Gadget[] = [
  disagree,
  goodGadget,
  naughtyGadget,
  badGadget,
  surprise,
  reflectorOscillation,
  medOscillation,
  wedgie,
]
