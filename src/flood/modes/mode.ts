/**
 * A mode is a sequence, as data: `before`, then `cycle` so many times as asked for with `between`
 * in between, then `after`. What each step does is in src/flood/steps/. The sequences are kakapo's.
 */
export const STEP_NAMES = [
  /** Fill the device's table from all sources; ends with End-of-RIB. */
  'condition',
  /** One canary after the other, from every source: a barrier. */
  'canaries',
  /** The pause that the user chose, and one of a second. */
  'delay',
  'settle',
  'keepalive',
  'burst-first',
  'burst-all',
  'rate-first',
  'rate-all',
  'file',
  /** One UPDATE there and back, compared, again and again. */
  'function',
] as const
export type StepName = (typeof STEP_NAMES)[number]

export interface Mode {
  readonly name: string
  /** What kakapo calls it. */
  readonly kakapo: string
  readonly summary: string
  readonly before: readonly StepName[]
  readonly cycle: readonly StepName[]
  readonly between: readonly StepName[]
  readonly after: readonly StepName[]
  /** The cycle is played once, whatever `repeat` says. */
  readonly once: boolean
  /** It makes no sense without a sink that counts. */
  readonly needsSink: boolean
}

const NOTHING = { before: [], between: [], after: [], once: false, needsSink: false } as const

type Sequence = Pick<Mode, 'name' | 'kakapo' | 'summary' | 'cycle'> & Partial<Mode>

export const mode = (sequence: Sequence): Mode => ({ ...NOTHING, ...sequence })

/** Does the mode have one of these steps anywhere? */
export const uses = (
  { before, cycle, between, after }: Mode,
  ...names: readonly StepName[]
): boolean => [...before, ...cycle, ...between, ...after].some((step) => names.includes(step))
