/** `lemurctl WORD...`: asks the daemon of this node. Exit status 1 and the reason on stderr when it refuses. */
import { createConnection } from 'node:net'
import { type Answer, CONTROL_SOCKET } from './control.ts'

const ask = (words: readonly string[]): Promise<Answer> =>
  new Promise((resolve, reject) => {
    let text = ''
    const socket = createConnection(process.env.LEMURD_SOCKET ?? CONTROL_SOCKET)
    socket.setEncoding('utf8')
    socket.on('connect', () => socket.write(`${JSON.stringify(words)}\n`))
    socket.on('data', (part: string) => {
      text += part
    })
    socket.on('error', reject)
    socket.on('end', () => resolve(JSON.parse(text) as Answer))
  })

try {
  const { ok, text } = await ask(process.argv.slice(2))
  const stream = ok ? process.stdout : process.stderr
  stream.write(text === '' ? '' : `${text}\n`)
  process.exitCode = ok ? 0 : 1
} catch (error) {
  process.stderr.write(`lemurd does not answer: ${(error as Error).message}\n`)
  process.exitCode = 1
}
