/** The ways in which a link can be down. They differ in who is told. */
import { z } from 'zod'
import { InputError } from '../lib/errors.ts'
import type { Effect } from '../model/effect.ts'
import type { LinkTarget } from '../model/fault.ts'
import type { Topology } from '../model/topology.ts'
import { detouringSessions, longestHold, sessionsOver } from './hold.ts'
import { chosenEnd, cut, noCarrier } from './link-effects.ts'

export const downParams = {
  mode: z
    .enum(['cut', 'one-end', 'admin'])
    .default('cut')
    .describe(
      'cut: both ends lose carrier (a fibre cut). one-end: one end loses carrier (a port failure). admin: one end is shut down by its operator.',
    ),
  end: z
    .string()
    .optional()
    .describe(
      'Node whose end fails, for one-end and admin. Without it the a of a->b; admin falls back to the first end.',
    ),
}

export interface DownParams {
  readonly mode: 'cut' | 'one-end' | 'admin'
  readonly end?: string | undefined
}

/** The effects of a link that is down. */
export const downEffects = ({ mode, end }: DownParams, target: LinkTarget): Effect[] => {
  if (mode === 'cut') return cut(whole(target, end).link)
  const node = chosenEnd(target, end) ?? (mode === 'admin' ? target.link.ends[0].node : undefined)
  if (node === undefined) throw missingEnd(target)
  if (mode === 'one-end') return [noCarrier(target.link, node)]
  return [{ lever: 'admin', end: { link: target.link.id, node }, up: false }]
}

/** Only a cut is seen at both ends; otherwise the far end waits for its hold timer. */
export const downSilence = (
  { mode }: DownParams,
  { link }: LinkTarget,
  topology: Topology,
): number =>
  longestHold((mode === 'cut' ? detouringSessions : sessionsOver)(link, topology), topology)

const whole = (target: LinkTarget, end: string | undefined): LinkTarget => {
  if (end === undefined && !target.direction) return target
  throw new InputError(
    'a cut has no direction and no end: both ends lose carrier (mode one-end breaks one of them)',
  )
}

const missingEnd = ({ link }: LinkTarget): InputError => {
  const [first, second] = link.ends
  return new InputError(
    `mode one-end needs to know which end: write ${first.node}->${second.node}, or end: ${first.node}`,
  )
}
