/** A headless Chromium, driven by its debugging protocol over a pipe: no port, no package. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** Name of the program; fails where there is none. */
export const chromiumProgram = (): string => {
  const [program] = programs()
  if (program === undefined) throw new Error(NONE)
  return program
}

/**
 * Why a test of the browser is to be skipped, undefined when it is not. With CHAOSLEMUR_REQUIRE_CHROMIUM=1
 * (as in CI) none is: it fails without a browser, so that it cannot vanish unseen.
 */
export const whyNoChromium = (): string | undefined =>
  process.env.CHAOSLEMUR_REQUIRE_CHROMIUM === '1' || programs().length > 0 ? undefined : NONE

const NONE = 'there is no chromium program here'

const programs = (): readonly string[] =>
  ['chromium', 'chromium-browser', 'google-chrome'].filter(
    (name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0,
  )

type Reply = Readonly<Record<string, unknown>>

export interface Browser extends AsyncDisposable {
  /** A command to the one page. */
  send(method: string, params?: Reply): Promise<Reply>
  /** Value of an expression in the page; a promise is waited for. */
  evaluate<Value>(expression: string): Promise<Value>
  /** Resolves when the file is loaded. */
  open(url: string): Promise<void>
  /** What the page complained of: errors, and requests that left the file. */
  readonly complaints: readonly string[]
}

const FLAGS = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
  ...['--hide-scrollbars', '--no-first-run', '--remote-debugging-pipe', 'about:blank'],
]

export const openBrowser = async (program: string): Promise<Browser> => {
  const profile = mkdtempSync(join(tmpdir(), 'lemur-chromium-'))
  const child = spawn(program, [`--user-data-dir=${profile}`, ...FLAGS], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  const wire = connect(child)
  const { targetInfos } = (await wire.send('Target.getTargets')) as {
    readonly targetInfos: readonly { readonly type: string; readonly targetId: string }[]
  }
  const targetId = targetInfos.find(({ type }) => type === 'page')?.targetId
  const { sessionId } = await wire.send('Target.attachToTarget', { targetId, flatten: true })
  const send = (method: string, params: Reply = {}) =>
    wire.send(method, params, sessionId as string)
  const complaints: string[] = []
  wire.listen((method, params) => complaints.push(...complaintsOf(method, params)))
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await send(`${domain}.enable`)
  return {
    send,
    complaints,
    async evaluate<Value>(expression: string) {
      const { result } = await send('Runtime.evaluate', {
        ...{ expression, returnByValue: true, awaitPromise: true },
      })
      return (result as { readonly value: Value }).value
    },
    async open(url) {
      const loaded = new Promise<void>((resolve) =>
        wire.listen((method) => method === 'Page.loadEventFired' && resolve()),
      )
      await send('Page.navigate', { url })
      await loaded
    },
    async [Symbol.asyncDispose]() {
      await wire.send('Browser.close').catch(() => child.kill())
      await ended
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

const complaintsOf = (method: string, params: Reply): readonly string[] => {
  if (method === 'Runtime.exceptionThrown' || method === 'Log.entryAdded')
    return [`${method}: ${JSON.stringify(params)}`]
  if (method === 'Runtime.consoleAPICalled') return [`console: ${JSON.stringify(params)}`]
  const { url = '' } = (params.request ?? {}) as { readonly url?: string }
  return method === 'Network.requestWillBeSent' && !/^(file|data):/.test(url) ? [url] : []
}

type Listener = (method: string, params: Reply) => void

/** Messages are JSON, each with a zero octet after it. */
const connect = (child: ChildProcess) => {
  const output = child.stdio[3] as Writable
  const input = child.stdio[4] as Readable
  const waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (e: Error) => void }>()
  const listeners: Listener[] = []
  let last = 0
  let rest = ''
  input.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0')
    rest = messages.pop() as string
    for (const message of messages) receive(JSON.parse(message))
  })
  child.on('exit', () => {
    for (const { reject } of waiting.values()) reject(new Error('the browser ended'))
  })
  const receive = ({ id, method, params, result, error }: Received): void => {
    if (id === undefined) for (const listen of listeners) listen(method ?? '', params ?? {})
    else if (error) waiting.get(id)?.reject(new Error(error.message))
    else waiting.get(id)?.resolve(result ?? {})
    if (id !== undefined) waiting.delete(id)
  }
  return {
    listen: (listener: Listener) => void listeners.push(listener),
    send: (method: string, params: Reply = {}, sessionId?: string): Promise<Reply> =>
      new Promise((resolve, reject) => {
        const id = ++last
        waiting.set(id, { resolve, reject })
        output.write(`${JSON.stringify({ id, method, params, sessionId })}\0`)
      }),
  }
}

interface Received {
  readonly id?: number
  readonly method?: string
  readonly params?: Reply
  readonly result?: Reply
  readonly error?: { readonly message: string }
}
