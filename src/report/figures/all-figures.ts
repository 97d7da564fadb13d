/** Every figure of docs/theory.md. */
import { gadgets } from '../../events/gadgets/index.ts'
import { theory } from '../../events/theory/index.ts'
import { endsFigure } from './ends-figure.ts'
import type { Figure } from './figure.ts'
import { gadgetFigure } from './gadget-figure.ts'
import { theoryFigure } from './theory-figure.ts'

export const allFigures = (): readonly Figure[] => [
  ...theory.flatMap((table) => theoryFigure(table) ?? []),
  endsFigure(),
  ...gadgets.map(gadgetFigure),
]
