/** The logs of a lab's routers, written to files as they are at the end of a run. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { type BoundedLines, boundedLines } from '../../lib/bounded-lines.ts'
import { mapLimit } from '../../lib/map-limit.ts'
import type { NodeName, Topology } from '../../model/topology.ts'
import { call, type Engine } from './engine.ts'
import { containerName } from './labels.ts'

/** Characters of one router's log that are kept. */
const MOST = 8 << 20
/** Each may hold as much in memory. */
const AT_ONCE = 4

/**
 * Writes `<folder>/<node>.log` for every router: each line as the engine has it, with the engine's
 * time stamp (RFC 3339, nanoseconds) and a blank in front. `sinceMs` is on the engine's clock.
 */
export const keepLogs = async (
  engine: Engine,
  { name: lab, nodes }: Topology,
  folder: string,
  sinceMs: number,
): Promise<void> => {
  mkdirSync(folder, { recursive: true })
  await mapLimit(nodes, AT_ONCE, async ({ name }) => {
    const lines = await readLog(engine, lab, name, sinceMs)
    writeFileSync(join(folder, `${name}.log`), lines.map((line) => `${line}\n`).join(''))
  })
}

/** Lines since then, as the files have them. */
export const readLog = (
  engine: Engine,
  lab: string,
  node: NodeName,
  sinceMs: number,
): Promise<readonly string[]> => {
  const container = containerName(lab, node)
  return call(`read the log of ${container}`, async () => {
    const kept = boundedLines(MOST)
    for await (const line of linesOf(engine, await open(engine, container, sinceMs))) kept.add(line)
    return allOf(kept)
  })
}

const allOf = ({ first, last, cut }: BoundedLines): readonly string[] => {
  const gap = `chaoslemur: ${cut.lines} lines (${cut.characters} characters) are left out here`
  return [...first(), ...(cut.lines > 0 ? [gap] : []), ...last()]
}

/** As a stream: the library's own call would hold all of it in memory. */
const open = (engine: Engine, container: string, sinceMs: number): Promise<NodeJS.ReadableStream> =>
  new Promise((resolve, reject) => {
    const since = (sinceMs / 1000).toFixed(6)
    engine.modem.dial(
      {
        path: `/containers/${encodeURIComponent(container)}/logs?`,
        method: 'GET',
        isStream: true,
        statusCodes: { 200: true, 404: 'no such container', 500: 'server error' },
        options: { stdout: true, stderr: true, timestamps: true, since },
      },
      (error: unknown, stream: unknown) =>
        error ? reject(error) : resolve(stream as NodeJS.ReadableStream),
    )
  })

async function* linesOf(engine: Engine, stream: NodeJS.ReadableStream): AsyncIterable<string> {
  const text = new PassThrough({ encoding: 'utf8' })
  engine.modem.demuxStream(stream, text, text)
  stream.on('end', () => text.end()).on('error', (error: Error) => text.destroy(error))
  let rest = ''
  for await (const part of text as AsyncIterable<string>) {
    const lines = (rest + part).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
