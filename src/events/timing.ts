/** How long things take in the event simulation, and the draws of what is random in it. */
import type { Mrai } from '../bgp/router/config.ts'
import type { Random } from '../lib/random.ts'

/** One number, or bounds between which it is drawn, uniformly. */
export type Spread = number | readonly [least: number, most: number]

export interface Timing {
  /** Of a message on a link: drawn once for each direction of each session. */
  readonly delayMs: Spread
  /** More delay for each message, 0 to this. A message never overtakes another one (TCP). */
  readonly jitterMs?: number
  /** What a router needs for one message. It has a queue, and takes one after the other. */
  readonly processingMs?: Spread
  /** One MinRouteAdvertisementInterval for all sessions; none when absent. */
  readonly mrai?: Mrai
  /** Each interval is 0.75 to 1 of it (RFC 4271 section 10). */
  readonly mraiJitter?: boolean
}

/** Each kind of draw has a stream of its own: what one does never moves another. */
export interface Draws {
  /** Of one directed edge, asked once. */
  delayMs(): number
  /** Undefined when nothing is added. */
  readonly jitterMs: (() => number) | undefined
  /** Undefined when processing takes no time. */
  readonly processingMs: (() => number) | undefined
  mraiFactor(): number
  /** Nothing is drawn after the start, so that equal states with equal timers have equal futures. */
  readonly isFixed: boolean
}

export const drawsOf = (timing: Timing, random: Random): Draws => {
  const { delayMs, jitterMs = 0, processingMs = 0, mrai, mraiJitter = false } = timing
  const jitter = random.fork('jitter')
  const factor = random.fork('mrai')
  return {
    delayMs: drawer(delayMs, random.fork('delay')),
    jitterMs: jitterMs > 0 ? () => jitterMs * jitter.next() : undefined,
    processingMs: processingMs === 0 ? undefined : drawer(processingMs, random.fork('processing')),
    mraiFactor: mraiJitter ? () => 0.75 + 0.25 * factor.next() : () => 1,
    isFixed: jitterMs === 0 && typeof processingMs === 'number' && !isMoving(mrai, mraiJitter),
  }
}

/** Drawn each time; or turning all the time, with a phase that no timer shows. */
const isMoving = (mrai: Mrai | undefined, jitter: boolean): boolean =>
  mrai !== undefined && mrai.ms > 0 && (jitter || mrai.per === 'tick')

const drawer = (spread: Spread, random: Random): (() => number) => {
  if (typeof spread === 'number') return () => spread
  const [least, most] = spread
  return () => least + (most - least) * random.next()
}
