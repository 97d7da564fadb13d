/**
 * The program in the lab's agent container. It takes commands as JSON lines on stdin, holds the
 * faults, and puts everything back when stdin closes (the controller is gone, however it died), when
 * the lease runs out (the controller hangs) and on SIGTERM.
 */
import { monotonicMs, now } from './clock.ts'
import { Holder } from './holder.ts'
import type { Context } from './levers/context.ts'
import { onLines } from './lines.ts'
import { host, Nodes } from './nodes.ts'
import { Observers } from './observers.ts'
import { Outbox } from './outbox.ts'
import type { AgentMessage, AgentRequest } from './protocol.ts'
import { withoutRoutes } from './routes-inside.ts'
import { runInNode } from './run-in-node.ts'
import { sweep } from './sweep.ts'
import { tryLevers } from './trial.ts'

const outbox = new Outbox((text) => void process.stdout.write(text))
const send = (message: AgentMessage): void => outbox.put(message)
/** Somebody waits for it. */
const sendNow = (message: AgentMessage): void => {
  outbox.put(message)
  outbox.flush()
}

const nodes = new Nodes()
const observers = new Observers(nodes, send)
const context: Context = {
  nodes,
  started: async (node) => {
    await Promise.all([holder.restore(node), observers.watch(node)])
    send({ event: 'node', at: now(), node, running: true })
  },
  baselineShape: (node, link) => holder.baselineShape(node, link),
  stopping: async (node) => {
    await Promise.all([observers.unwatch(node), nodes.forget(node)])
    send({ event: 'node', at: now(), node, running: false })
  },
}
const holder = new Holder(context)

let leaseMs = Number.POSITIVE_INFINITY
// Not the wall clock: setting that must not look like a controller that hangs.
let heardAt = performance.now()
let leaving = false

const answer = async (request: AgentRequest): Promise<unknown> => {
  switch (request.do) {
    case 'hello':
      nodes.set(request.nodes)
      leaseMs = request.leaseMs
      // Entered now, so that the first fault is as quick as the later ones. A node may be down: no matter.
      await Promise.allSettled(nodes.names().map((node) => nodes.namespace(node)))
      return { at: now() }
    case 'apply':
      return holder.apply(request.changes)
    case 'run':
      return withoutRoutes(
        await runInNode((await nodes.namespace(request.node)).pid, request.argv),
        request.unseen,
      )
    case 'observe':
      return observers.start(request)
    case 'sweep':
      return sweep(context)
    case 'try-levers':
      return tryLevers()
    case 'ping':
      return { at: now(), monotonicMs: monotonicMs() }
  }
}

const serve = async (line: string): Promise<void> => {
  heardAt = performance.now()
  const request = JSON.parse(line) as AgentRequest
  try {
    sendNow({ id: request.id, ok: true, result: (await answer(request)) ?? null })
  } catch (error) {
    sendNow({
      id: request.id,
      ok: false,
      error: error instanceof Error ? error.message : String(error),
    })
  }
}

const leave = async (): Promise<void> => {
  if (leaving) return
  leaving = true
  const failures = await holder.revert()
  for (const failure of failures) process.stderr.write(`${failure}\n`)
  await observers.stop()
  await host.close()
  outbox.flush()
  process.exit(failures.length === 0 ? 0 : 1)
}

// A controller that is gone cannot read: its closed pipe must not keep us from healing.
process.stdout.on('error', () => undefined)
onLines(process.stdin, (line) => void serve(line))
process.stdin.on('end', () => void leave())
process.stdin.on('close', () => void leave())
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  process.on(signal, () => void leave())
setInterval(() => {
  if (performance.now() - heardAt < leaseMs) return
  sendNow({ event: 'lease-expired', at: now() })
  void leave()
}, 200)
