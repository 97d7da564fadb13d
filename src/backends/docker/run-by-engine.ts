import { Writable } from 'node:stream'
import type { RunInNode } from './ask.ts'
import { call, type Engine } from './engine.ts'
import { containerName } from './labels.ts'

/**
 * Runs a program in a node by way of the engine. Slower than the agent, and only with the tools of
 * the node's own image, but it needs no agent: whoever only looks need not wait for who breaks.
 */
export const runByEngine =
  (engine: Engine, lab: string): RunInNode =>
  async (node, argv) => {
    const container = containerName(lab, node)
    const what = `run ${argv[0]} in ${container}`
    const exec = await call(what, () =>
      engine
        .getContainer(container)
        .exec({ Cmd: [...argv], AttachStdout: true, AttachStderr: true }),
    )
    const stream = await call(what, () => exec.start({}))
    const [stdout, stderr] = [collector(), collector()]
    engine.modem.demuxStream(stream, stdout.sink, stderr.sink)
    // A daemon that a fault holds still answers nobody.
    const timer = setTimeout(() => stream.destroy(), PATIENCE_MS)
    await new Promise((resolve) => stream.on('end', resolve).on('close', resolve))
    clearTimeout(timer)
    const { ExitCode } = await call(`ask how ${argv[0]} ended`, () => exec.inspect())
    return { status: ExitCode ?? 1, stdout: stdout.text(), stderr: stderr.text() }
  }

const PATIENCE_MS = 10_000

const collector = (): { readonly sink: Writable; text(): string } => {
  const chunks: Buffer[] = []
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      chunks.push(chunk)
      done()
    },
  })
  return { sink, text: () => Buffer.concat(chunks).toString('utf8') }
}
