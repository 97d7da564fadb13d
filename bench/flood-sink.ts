/** The sink alone: a program next to it writes straight to its socket. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { canaryRange } from '../src/flood/canary.ts'
import { createShared, Shared } from '../src/flood/shared.ts'
import { Sink } from '../src/flood/sink/sink.ts'
import { courseOf } from '../src/flood/synthetic/numbering.ts'
import { kakapoStream, NEVER } from './flood-link.ts'

/** Milliseconds of each round, from the first write to the last prefix. */
export const sinkAlone = async (
  updates: number,
  rounds: number,
  until: 'prefixes' | 'count',
): Promise<readonly number[]> => {
  const program = fileURLToPath(new URL('./flood-pump.js', import.meta.url))
  const pump = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: pump.stdout })[Symbol.asyncIterator]()
  const next = async () => Number((await lines.next()).value)
  const sink = new Sink(new Shared(createShared()), () => {})
  try {
    const peer = { remote: '127.0.0.1', port: await next(), local: '127.0.0.2', asn: 65_001 }
    await sink.open({ peer, drain: false, families: ['ipv4'], holdTimeS: 90 }, NEVER)
    const times: number[] = []
    for (let round = 0; round < rounds; round++) {
      arm(sink, updates, until)
      pump.stdin.write(`${updates} 1\n`)
      const beganAtMs = await next()
      const { completedAtMs } = await sink.report()
      times.push((completedAtMs ?? Number.NaN) - beganAtMs)
    }
    return times
  } finally {
    sink.close()
    pump.stdin.end()
  }
}

const arm = (sink: Sink, updates: number, until: 'prefixes' | 'count'): void => {
  const course = courseOf(updates, 1, 0, 1)
  sink.arm({
    until,
    idleTimeoutMs: 10_000,
    range: canaryRange('192.168.255.0', 'ipv4'),
    canaries: [],
    probes: undefined,
    stream: kakapoStream(updates, 1),
    expect: { shares: [{ source: 0, course, updates }], prefixes: updates, lost: [] },
    window: undefined,
  })
}
