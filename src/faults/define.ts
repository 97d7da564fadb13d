import type { z } from 'zod'
import type { Fault, TargetType } from '../model/fault.ts'

/** Keeps the types of target and parameters of one fault together. */
export const defineFault = <Type extends TargetType, Schema extends z.ZodType>(
  fault: Fault<Type, Schema>,
): Fault<Type, Schema> => fault
