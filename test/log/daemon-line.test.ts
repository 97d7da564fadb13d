import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { packageRoot } from '../../src/lib/package-root.ts'
import { readDaemonLine } from '../../src/log/daemon-line.ts'

const linesOf = (kind: string): readonly string[] =>
  readFileSync(join(packageRoot(), `test/recorded/${kind}/log.txt`), 'utf8')
    .split('\n')
    .filter((line) => line !== '')

for (const kind of ['frr', 'quagga', 'lemur'])
  test(`every line that ${kind} was recorded with has a daemon, a time and a text`, () => {
    const lines = linesOf(kind)
    assert.ok(lines.length > 10)
    for (const line of lines) {
      const { at, daemon, text } = readDaemonLine(line)
      assert.match(new Date(at as number).toISOString(), /^2026-11-21T/, line)
      assert.match(daemon ?? '', /^(bgpd|zebra|ospfd|ospf6d|mgmtd|lemurd)$/, line)
      assert.ok(text.length > 3 && !/^\[|^ |^\d{4}/.test(text), line)
    }
  })

const FRR = '2026/11/21 23:14:55.155035 BGP: [PXVXG-TFNNT][EC 33] %ADJCHANGE: neighbor x'
const AT = Date.parse('2026-11-21T23:14:55Z') + 155.035

test('the time is the daemon’s own, in microseconds, not that of the arrival', () => {
  const read = readDaemonLine(`2026-11-21T23:14:55.990000001Z ${FRR}`)
  assert.ok(Math.abs((read.at as number) - AT) < 0.001)
  assert.equal(read.line, FRR)
  assert.equal(read.text, '%ADJCHANGE: neighbor x')
})

test('a daemon in another time zone is on the engine’s time all the same', () => {
  for (const zone of [-12, -3.5, 0, 5.75, 14]) {
    const arrived = new Date(AT + zone * 3_600_000 + 3).toISOString().replace('Z', '000000Z')
    const { at } = readDaemonLine(`${arrived} ${FRR}`)
    assert.ok(Math.abs((at as number) - AT - zone * 3_600_000) < 0.001, String(zone))
  }
})

test('whole seconds are no time to sort by: the line has that of its arrival', () => {
  const { at } = readDaemonLine('2026-11-21T14:31:02.750000000Z 2026/11/21 14:31:02 ZEBRA: up')
  assert.equal(at, Date.parse('2026-11-21T14:31:02.750Z'))
})

test('severity is told where the line has it', () => {
  const { severity, daemon, text } = readDaemonLine('2026/11/21 14:31:02.1 warnings: OSPF: slow')
  assert.deepEqual([severity, daemon, text], ['warnings', 'ospfd', 'slow'])
})

test('what no daemon wrote stays as it is, with the time of the engine', () => {
  const { at, daemon, text } = readDaemonLine('2026-11-21T14:31:02.500000000Z   no such file: ] [x')
  assert.deepEqual([at, daemon, text], [1795271462500, undefined, '  no such file: ] [x'])
  assert.deepEqual(readDaemonLine('nothing'), { at: undefined, text: 'nothing', line: 'nothing' })
})
