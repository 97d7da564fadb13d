/** A tale for people. */

import { sinceEvent } from '../../measure/window.ts'
import { formatMs } from '../../report/quantity.ts'
import type { Names } from '../names.ts'
import type { Riddle } from './replay.ts'
import type { Loss, Mover, Tale, Turn } from './tale.ts'

/** Without line feeds. Times count from the moment at which the fault took effect. */
export const taleText = (tale: Tale, names: Names): readonly string[] => [
  headline(tale),
  '',
  'Who lost it (no route in the kernel)',
  ...lossLines(tale),
  '',
  'Who tried which paths, and why the last one stayed',
  ...tale.movers.flatMap((mover) => moverLines(mover, tale, names)),
  ...(tale.movers.length === 0 ? ['  nobody had to choose anew'] : []),
  ...(tale.unmoved.length > 0 && tale.movers.length > 0
    ? [`  kept what they had: ${tale.unmoved.join(', ')}`]
    : []),
]

const headline = ({ prefix, origins, window: { half, instance, iteration } }: Tale): string => {
  const { id, fault, on } = instance
  const owner = origins.length > 0 ? ` of ${origins.join(' and ')}` : ''
  return `${prefix}${owner}, ${half} of ${id} (${fault} on ${on.join(', ')}), repeat ${iteration.number}`
}

const lossLines = ({ losses, window }: Tale): readonly string[] => {
  if (losses.length === 0) return ['  nobody']
  const width = Math.max(...losses.map(({ node }) => node.length))
  return losses.map(
    (loss) =>
      `  ${loss.node.padEnd(width)}  ${lossWords(loss, (at) => stamp(sinceEvent(window, at)))}`,
  )
}

const lossWords = ({ fromAt, untilAt }: Loss, time: (at: number) => string): string =>
  untilAt === undefined
    ? `from ${time(fromAt)} on, until the network had settled`
    : `from ${time(fromAt)} to ${time(untilAt)}, for ${formatMs(untilAt - fromAt)}`

const moverLines = (
  { node, before, turns, riddles }: Mover,
  { window }: Tale,
  names: Names,
): readonly string[] => {
  const time = (at: number) => stamp(sinceEvent(window, at)).padStart(12)
  const lines = [
    ...turns.map((turn) => ({ at: turn.at, text: turnWords(turn) })),
    ...riddles.map((riddle) => ({ at: riddle.at, text: riddleWords(riddle, names) })),
  ].sort((a, b) => a.at - b.at)
  return [
    `  ${node}`,
    ...(before ? [`    ${'before'.padStart(12)}  ${turnWords(before)}`] : []),
    ...lines.map(({ at, text }) => `    ${time(at)}  ${text}`),
  ]
}

const turnWords = ({ path, isLocal, why, whyAtEnd }: Turn): string => {
  if (!path) return 'no path left'
  if (isLocal) return 'its own network'
  const by = `${path.from}, AS path ${path.asPath.join(' ') || 'empty'}`
  const end = whyAtEnd ? `; in the end ${whyAtEnd.words}` : ''
  return `${by}: ${why?.words ?? 'why is not known'}${end}`
}

const riddleWords = ({ nextHops, isByInterface }: Riddle, names: Names): string => {
  if (isByInterface) return 'its kernel took the route out: the interface went down'
  const hops = nextHops.map((hop) => names.of(hop)).join(' and ')
  return `its kernel ${hops ? `forwards to ${hops}` : 'took the route out'}: why is not known`
}

/** `+0.131412 s`. */
const stamp = (ms: number): string => `+${(ms / 1000).toFixed(6)} s`
