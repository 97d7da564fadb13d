/** Asks a program in a container; answers of any length come line by line. */
import { PassThrough, type Readable } from 'node:stream'
import { call, type Engine } from '../../backends/docker/engine.ts'
import { BackendError } from '../../lib/errors.ts'
import type { Argv } from '../../model/kind.ts'

/** The whole output; an error with the last lines when the program fails. */
export const execText = async (engine: Engine, container: string, argv: Argv): Promise<string> => {
  const lines: string[] = []
  await execLines(engine, container, argv, (line) => void lines.push(line))
  return lines.join('\n')
}

export const execLines = async (
  engine: Engine,
  container: string,
  argv: Argv,
  each: (line: string) => void,
): Promise<void> => {
  const what = `run ${argv[0]} in ${container}`
  const exec = await call(what, () =>
    engine.getContainer(container).exec({ Cmd: [...argv], AttachStdout: true, AttachStderr: true }),
  )
  const stream = await call(what, () => exec.start({}))
  const [out, err] = [new PassThrough(), new PassThrough()]
  engine.modem.demuxStream(stream, out, err)
  const lastLines: string[] = []
  const keep = (line: string) => {
    if (lastLines.push(line) > 10) lastLines.shift()
  }
  const take = (line: string) => {
    keep(line)
    each(line)
  }
  const read = Promise.all([eachLine(out, take), eachLine(err, keep)])
  await new Promise((resolve) => stream.on('end', resolve).on('close', resolve))
  out.end()
  err.end()
  await read
  const { ExitCode } = await call(`ask how ${argv[0]} ended`, () => exec.inspect())
  if (ExitCode !== 0) throw new BackendError(`${argv.join(' ')} failed`, { output: lastLines })
}

const eachLine = async (from: Readable, each: (line: string) => void): Promise<void> => {
  let rest = ''
  from.setEncoding('utf8')
  for await (const text of from as AsyncIterable<string>) {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) each(line)
  }
  if (rest !== '') each(rest)
}
