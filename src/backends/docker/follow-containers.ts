/** Routers that start, stop, are paused and go, as the engine tells it. */
import type { Readable } from 'node:stream'
import type { Observation } from '../../model/observation.ts'
import type { NodeName, Topology } from '../../model/topology.ts'
import { onEachLine } from './each-line.ts'
import { call, type Engine } from './engine.ts'
import { inventory } from './inventory.ts'
import { LABEL, labFilter } from './labels.ts'

interface Following {
  readonly engine: Engine
  readonly topology: Topology
  onSeen(seen: Observation): void
  onStart(node: NodeName): void
}

/** Resolves when the lab has no router any more; rejects when the signal aborts. */
export const followContainers = async (
  { engine, topology, onSeen, onStart }: Following,
  signal: AbortSignal,
): Promise<void> => {
  const { name: lab } = topology
  const filters = JSON.stringify({ ...labFilter(lab), type: ['container'], event: EVENTS })
  const stream = (await call(`follow the containers of ${lab}`, () =>
    engine.getEvents({ filters }),
  )) as Readable
  const left = new Set(
    (await inventory(engine, lab)).containers
      .filter(({ role }) => role === 'node')
      .map(({ node }) => node),
  )
  const seen = (line: string, done: () => void): void => {
    const event = readEvent(line)
    if (!event) return
    const { at, node, action } = event
    const running = RUNNING[action]
    if (running !== undefined) onSeen({ at, type: 'node-changed', node, running })
    if (action === 'start') onStart(node)
    if (action === 'start' || action === 'create') left.add(node)
    if (action === 'destroy') left.delete(node)
    if (left.size === 0) done()
  }
  await new Promise<void>((resolve, reject) => {
    const end = (settle: () => void) => () => {
      stream.destroy()
      settle()
    }
    if (left.size === 0) return end(resolve)()
    onEachLine(stream, (line) => seen(line, end(resolve)))
    // An engine that goes takes the lab with it, as far as anybody can see.
    stream.on('end', end(resolve)).on('error', (error) => end(() => reject(error))())
    signal.addEventListener(
      'abort',
      end(() => reject(signal.reason)),
      { once: true },
    )
    if (signal.aborted) end(() => reject(signal.reason))()
  })
}

const EVENTS = ['create', 'start', 'die', 'pause', 'unpause', 'destroy']

/** A paused router does nothing, and neither does one that died. */
const RUNNING: Readonly<Record<string, boolean>> = {
  start: true,
  unpause: true,
  die: false,
  pause: false,
}

const readEvent = (
  line: string,
): { readonly at: number; readonly node: NodeName; readonly action: string } | undefined => {
  if (line.trim() === '') return undefined
  const { Action, Actor, timeNano } = JSON.parse(line) as {
    readonly Action: string
    readonly Actor: { readonly Attributes: Readonly<Record<string, string>> }
    readonly timeNano: number
  }
  const { [LABEL.role]: role, [LABEL.node]: node } = Actor.Attributes
  return role === 'node' && node ? { at: timeNano / 1e6, node, action: Action } : undefined
}
