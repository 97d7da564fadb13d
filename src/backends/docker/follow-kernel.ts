/** A router's kernel routes and interfaces, watched by a program inside of it. */
import { PassThrough } from 'node:stream'
import { BackendError } from '../../lib/errors.ts'
import type { Observation } from '../../model/observation.ts'
import type { LinkId, NodeName, Topology } from '../../model/topology.ts'
import { onEachLine } from './each-line.ts'
import { call, type Engine } from './engine.ts'
import { containerName } from './labels.ts'
import { readMonitorLine } from './monitor-line.ts'
import { runByEngine } from './run-by-engine.ts'

interface Following {
  readonly engine: Engine
  readonly topology: Topology
  readonly node: NodeName
  onSeen(seen: Observation): void
}

/** Resolves when the router's container ends, or the signal aborts. */
export const followKernel = async (
  { engine, topology, node, onSeen }: Following,
  signal: AbortSignal,
): Promise<void> => {
  const links = await linksOf(engine, topology, node)
  const what = `watch the kernel of ${node}`
  const exec = await call(what, () =>
    engine.getContainer(containerName(topology.name, node)).exec({
      Cmd: ['sh', '-c', SCRIPT],
      Env: ['TZ=UTC'],
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
    }),
  )
  const stream = await call(what, () => exec.start({ hijack: true, stdin: true }))
  const [out, err] = [new PassThrough(), new PassThrough()]
  engine.modem.demuxStream(stream, out, err)
  onEachLine(out, (line) => {
    const seen = observationOf(line, node, links)
    if (seen) onSeen(seen)
  })
  const leave = () => stream.destroy()
  signal.addEventListener('abort', leave, { once: true })
  if (signal.aborted) leave()
  await new Promise((resolve) =>
    stream.on('end', resolve).on('close', resolve).on('error', resolve),
  )
  signal.removeEventListener('abort', leave)
}

/** Ends with its stdin: the engine closes that when we are gone, however we went. */
const SCRIPT = 'ip -ts -o monitor link route & cat >/dev/null; kill $!'

/** Interfaces have their names from the engine, in any order: the addresses say which is which. */
const linksOf = async (
  engine: Engine,
  { name: lab, links }: Topology,
  node: NodeName,
): Promise<ReadonlyMap<string, LinkId>> => {
  const { status, stdout, stderr } = await runByEngine(engine, lab)(node, ['ip', '-o', 'addr'])
  if (status !== 0) throw new BackendError(`ip says: ${stderr.trim() || `status ${status}`}`)
  const ends = new Map(
    links.flatMap(({ id, ends: both }) =>
      both.filter((end) => end.node === node).map(({ ipv4 }) => [ipv4, id] as const),
    ),
  )
  return new Map(
    stdout.split('\n').flatMap((line) => {
      const [, name, address] = /^\d+: (\S+) +inet ([\d.]+)\//.exec(line) ?? []
      const link = ends.get(address ?? '')
      return name !== undefined && link !== undefined ? [[name, link] as const] : []
    }),
  )
}

const observationOf = (
  line: string,
  node: NodeName,
  links: ReadonlyMap<string, LinkId>,
): Observation | undefined => {
  const seen = readMonitorLine(line)
  if (seen?.type === 'route') {
    const { at, prefix, nextHops, protocol } = seen
    return { at, type: 'fib-changed', node, prefix, nextHops, protocol }
  }
  const link = seen && links.get(seen.interface)
  return link === undefined
    ? undefined
    : { at: seen?.at ?? 0, type: 'interface-changed', node, link, up: seen?.up ?? false }
}
