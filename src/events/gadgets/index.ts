/** Every gadget, in the order in which they are shown. */
import { badGadget } from './bad-gadget.ts'
import type { Gadget } from './define.ts'
import { disagree } from './disagree.ts'
import { fullWedgie } from './full-wedgie.ts'
import { goodGadget } from './good-gadget.ts'
import { medOscillation } from './med-oscillation.ts'
import { multiPartyWedgie } from './multi-party-wedgie.ts'
import { naughtyGadget } from './naughty-gadget.ts'
import { nestedMedOscillation } from './nested-med-oscillation.ts'
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
  nestedMedOscillation,
  wedgie,
  fullWedgie,
  multiPartyWedgie,
]
