import { call, type Engine } from './engine.ts'

/** Runs a program in a container with our own stdin and stdout; gives its exit status. */
export const execInNode = async (
  engine: Engine,
  container: string,
  argv: readonly string[],
): Promise<number> => {
  const tty = process.stdin.isTTY === true && process.stdout.isTTY === true
  const options = {
    Cmd: [...argv],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: tty,
  }
  const exec = await call(`run ${argv[0]} in ${container}`, () =>
    engine.getContainer(container).exec(options),
  )
  const stream = await call(`run ${argv[0]} in ${container}`, () =>
    exec.start({ hijack: true, stdin: true, Tty: tty }),
  )
  if (tty) process.stdin.setRawMode(true)
  if (tty) stream.pipe(process.stdout)
  else engine.modem.demuxStream(stream, process.stdout, process.stderr)
  process.stdin.pipe(stream)
  await new Promise((resolve) => stream.on('end', resolve).on('close', resolve))
  if (tty) process.stdin.setRawMode(false)
  process.stdin.unpipe(stream)
  process.stdin.pause()
  const { ExitCode } = await call(`ask how ${argv[0]} ended`, () => exec.inspect())
  return ExitCode ?? 1
}
