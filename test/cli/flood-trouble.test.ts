/** Peers and machines that fail: exact words, the right exit status, results so far. */
import assert from 'node:assert/strict'
import { createServer } from 'node:net'
import { test } from 'node:test'
import { golden } from '../golden.ts'
import { type Flooded, flood, inFolder, peersOf, QUICK, recordOf } from './flood-cli.ts'
import { type Behaviour, notification, startDevice } from './flood-device.ts'

const ONCE = ['--connect-retries', '0']

/** Port and times are others each time. */
const textOf = ({ status, stderr }: Flooded, port: number): string =>
  `exit status ${status}\n${stderr
    .replaceAll(String(port), 'PORT')
    .replace(/Established in .*/, 'Established in TIME')}`

/** Which of several sessions fails first is not known beforehand. */
const ALONE = ['--sources-only']

const against = async (
  behaviour: Behaviour,
  more: readonly string[] = [],
): Promise<Flooded & { readonly port: number }> => {
  await using device = await startDevice(behaviour)
  const peers = peersOf(device.port).slice(more.includes('--sources-only') ? 1 : 0)
  const ended = await flood([...peers, ...QUICK, ...ONCE, ...more])
  return { ...ended, port: device.port }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })

test('a peer that refuses', async () => {
  const port = await freePort()
  const ended = await flood([...peersOf(port).slice(1), ...ALONE, ...QUICK, ...ONCE])
  assert.equal(ended.status, 3)
  golden(textOf(ended, port), 'test/golden/flood/peer-refuses.txt')
})

const BEFORE: readonly (readonly [name: string, behaviour: Behaviour, status: number])[] = [
  ['stalls', { answer: Buffer.alloc(0) }, 4],
  ['closes', { close: 'on-open' }, 3],
  ['resets', { close: 'reset-on-open' }, 3],
  ['speaks-nonsense', { answer: Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n') }, 3],
  ['notifies', { answer: notification(2, 2) }, 3],
]

for (const [name, behaviour, status] of BEFORE)
  test(`a peer that ${name} before the session is Established`, async () => {
    const ended = await against(behaviour, [
      ...ALONE,
      '--establish-timeout',
      status === 4 ? '1s' : '60s',
    ])
    assert.equal(ended.status, status, ended.stderr)
    golden(textOf(ended, ended.port), `test/golden/flood/peer-${name}.txt`)
  })

test('a device that dies in mid-test: the bursts before it are kept, and it is said at once', async () => {
  // 200 to condition, two canaries around each burst, three barriers: this is in the second burst.
  const startedAt = process.hrtime.bigint()
  let diedAt = startedAt
  await using device = await startDevice({
    update: (n) => {
      if (n === 550) diedAt = process.hrtime.bigint()
      return n === 550 ? 'die' : 'forward'
    },
  })
  const ended = await flood([...peersOf(device.port), ...QUICK, '--json'])
  const sinceDeathMs = Number(process.hrtime.bigint() - diedAt) / 1e6
  assert.equal(ended.status, 3, ended.stderr)
  const { outcome, bursts } = recordOf(ended)
  assert.equal(outcome, 'failed')
  assert.ok(bursts.length >= 2 && bursts[0]?.outcome === 'complete')
  // The verdict is there within 2 s on a machine with nothing else to do.
  assert.ok(sinceDeathMs < 10_000, `${sinceDeathMs} ms`)
})

test('a device that loses an UPDATE', async () => {
  const ended = await against({ update: (n) => (n === 300 ? 'drop' : 'forward') }, [
    '--json',
    '--timeout',
    '3s',
  ])
  assert.equal(ended.status, 1, ended.stderr)
  const { outcome, bursts, reason } = recordOf(ended)
  assert.equal(outcome, 'incomplete')
  assert.match(reason ?? '', /^burst \d: 1 prefix has not come/)
  assert.deepEqual(
    bursts.map((burst) => burst.missingPrefixes),
    [0, 1, 0, 0],
  )
})

test('a device that forwards nothing', async () => {
  const ended = await against({ update: () => 'drop' }, [
    '--mode',
    'single-only',
    '--timeout',
    '500ms',
  ])
  assert.equal(ended.status, 4, ended.stderr)
  golden(textOf(ended, ended.port), 'test/golden/flood/peer-forwards-nothing.txt')
})

test('a device that sends nonsense in mid-test', async () => {
  const junk = Buffer.alloc(64, 0x20)
  const ended = await against({ update: (n) => (n === 300 ? junk : 'forward') }, ['--json'])
  assert.equal(ended.status, 3, ended.stderr)
  const { bursts, reason } = recordOf(ended)
  assert.equal(bursts[0]?.outcome, 'complete')
  assert.match(reason ?? '', /the device sent what is not BGP: .*RFC 4271 6\.1/)
})

test('a device that is slower than its sources holds them back, and all arrives', async () => {
  const ended = await against({}, [
    '--burst',
    '20000',
    '--table',
    '20000',
    '--repeat',
    '1',
    '--json',
  ])
  assert.equal(ended.status, 0, ended.stderr)
  // Each of the two canaries is an UPDATE too.
  assert.equal(recordOf(ended).bursts[1]?.updatesSent, 20_002)
})

test('a file that is not BGP', async () => {
  await using device = await startDevice()
  const args = [
    ...peersOf(device.port),
    '--mode',
    'file',
    '--format',
    'raw',
    '--file',
    'package.json',
  ]
  const ended = await flood([...args, ...QUICK])
  assert.equal(ended.status, 2)
  golden(textOf(ended, device.port), 'test/golden/flood/file-not-bgp.txt')
  const missing = await flood([...peersOf(device.port), '--mode', 'file', '--file', 'no/such/file'])
  assert.equal(missing.status, 2)
  assert.match(missing.stderr, /--file no\/such\/file: there is no such file/)
})

test('a disk that is full, a server that is not there: the table is there all the same', async () => {
  const port = await freePort()
  await using device = await startDevice()
  const posting = ['--record', '/dev/full', '--post', `http://127.0.0.1:${port}/`]
  const ended = await flood([...peersOf(device.port), ...QUICK, ...posting])
  assert.equal(ended.status, 3)
  assert.match(ended.stdout, /^burst 3 /m)
  assert.match(ended.stderr, /cannot write \/dev\/full: the disk is full/)
  assert.match(ended.stderr, /could not be posted .*\n {2}because: connection refused/)
})

test('a record that could not be written anyway is said before anything is sent', async () => {
  await using device = await startDevice()
  const ended = await flood([...peersOf(device.port), '--record', 'no/such/folder/x.jsonl'])
  assert.equal(ended.status, 3)
  assert.match(ended.stderr, /cannot write no\/such\/folder\/x\.jsonl: there is no such folder/)
  assert.equal(device.updates(), 0)
})

test('Ctrl-C in mid-burst: statistics so far, the record, exit status 130', async () => {
  await inFolder(async (folder) => {
    await using device = await startDevice()
    const args = [...QUICK, '--mode', 'multi', '--rate', '20/s', '--record', `${folder}/x.jsonl`]
    const ended = await flood([...peersOf(device.port), ...args, '--events'], {
      onEvent: (event, child) => {
        if (event.type === 'burst-started' && event.kind === 'burst') child.kill('SIGINT')
      },
    })
    assert.equal(ended.status, 130, ended.stderr)
    const last = JSON.parse(ended.stdout.trimEnd().split('\n').at(-1) ?? '{}')
    assert.equal(last.record.outcome, 'interrupted')
    assert.equal(last.record.bursts[0].outcome, 'complete')
  })
})

test('a process that is not there cannot be watched', async () => {
  const ended = await flood([...peersOf(1), '--dut', 'no-such-daemon'])
  assert.equal(ended.status, 2)
  assert.match(ended.stderr, /--dut no-such-daemon: no such process is visible here/)
})
