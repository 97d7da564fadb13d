/** How a network reacted to one change, from what the kernels and a capture tell. */
import type { Message } from '../truth/messages.ts'
import type { LinkLine } from '../truth/texts.ts'

/** Milliseconds, each since the one before; NaN when it was not seen. */
export interface Reaction {
  /** From the command to the first change of carrier that the kernel of an end tells. */
  readonly effectMs: number
  /** From there to the last UPDATE on any link. */
  readonly convergenceMs: number
}

export interface Seen {
  readonly messages: readonly Message[]
  /** Of both ends of the link. */
  readonly carriers: readonly LinkLine[]
}

export const reaction = (
  { messages, carriers }: Seen,
  { carrier, from, to }: { readonly carrier: boolean; readonly from: number; readonly to: number },
): Reaction => {
  const inTime = ({ at }: { readonly at: number }) => at >= from && at < to
  const effects = carriers.filter((line) => inTime(line) && line.carrier === carrier)
  const effectAt = effects.length > 0 ? Math.min(...effects.map(({ at }) => at)) : Number.NaN
  const lastAt = messages.findLast((one) => one.routes && inTime(one))?.at ?? Number.NaN
  return { effectMs: effectAt - from, convergenceMs: lastAt - effectAt }
}
