import type { Shape } from '../model/topology.ts'

interface ShapeParams {
  readonly delay?: number | undefined
  readonly jitter?: number | undefined
  readonly loss?: number | undefined
  readonly rate?: number | undefined
  readonly corrupt?: number | undefined
  readonly duplicate?: number | undefined
  readonly reorder?: number | undefined
}

/** Parameters as the model's shape; what was not given, or does nothing, stays absent. */
export const shapeOf = ({ delay, jitter, loss, rate, ...shares }: ShapeParams): Shape => ({
  ...(delay && { delayMs: delay }),
  ...(jitter && { jitterMs: jitter }),
  ...(loss && { loss }),
  ...(rate && { rateBps: rate }),
  ...(shares.corrupt && { corrupt: shares.corrupt }),
  ...(shares.duplicate && { duplicate: shares.duplicate }),
  ...(shares.reorder && { reorder: shares.reorder }),
})
