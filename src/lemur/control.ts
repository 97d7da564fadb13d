/** The control socket: one request, a JSON list of words; one answer, a JSON object; then the end. */
import { rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { explain, LemurError } from '../lib/errors.ts'

export const CONTROL_SOCKET = '/run/lemurd.sock'

export interface Answer {
  readonly ok: boolean
  readonly text: string
}

/** `perform` gets the words and gives what is printed: text as it is, everything else as JSON. */
export const serveControl = (
  path: string,
  perform: (words: readonly string[]) => unknown,
): Server => {
  // Of a daemon that was killed.
  rmSync(path, { force: true })
  const server = createServer((socket) => {
    let request = ''
    socket.setEncoding('utf8')
    socket.on('error', () => undefined)
    socket.on('data', (text: string) => {
      request += text
      if (request.endsWith('\n')) answer(socket, request, perform)
    })
  })
  return server.listen(path)
}

const answer = (
  socket: Socket,
  request: string,
  perform: (words: readonly string[]) => unknown,
): void => {
  socket.end(`${JSON.stringify(attempt(request, perform))}\n`)
}

const attempt = (request: string, perform: (words: readonly string[]) => unknown): Answer => {
  try {
    const given = perform(JSON.parse(request) as readonly string[])
    return { ok: true, text: typeof given === 'string' ? given : JSON.stringify(given) }
  } catch (error) {
    if (!(error instanceof LemurError || error instanceof SyntaxError)) throw error
    return { ok: false, text: explain(error) }
  }
}
