import assert from 'node:assert/strict'
import { test } from 'node:test'
import { abilitiesOf, canRedraw } from '../../../src/cli/live/abilities.ts'
import { fit, paint, widthOf } from '../../../src/cli/live/line.ts'
import { sparkline } from '../../../src/cli/live/sparkline.ts'
import { LiveFold } from '../../../src/cli/live/state.ts'
import { liveLines } from '../../../src/cli/live/view.ts'
import { faults } from '../../../src/faults/index.ts'
import type { RunEvent } from '../../../src/model/event.ts'
import { expand } from '../../../src/run/timeline.ts'
import { lab } from '../../faults/lab.ts'
import { planOf } from '../../run/plan-text.ts'

const T0 = 1_000_000
const [link] = lab.links
const ebgp = lab.sessions.find((session) => session.link === link?.id)
if (!link || !ebgp) throw new Error('the lab has no link with a session')

const plan = await planOf(`version: 1
name: test
topology: lab.yaml
repeat: { count: 3 }
steps:
  - { id: cut, do: link-down, on: ${link.id}, at: 1s, for: 5s }
  - { id: later, do: link-down, on: ${link.id}, at: 20s, for: 5s }
`)
const started: RunEvent = {
  type: 'run-started',
  at: T0 - 2000,
  plan: 'test',
  seed: 1,
  iteration: 2,
  backend: 'sim',
  versions: {},
  timers: {},
  topology: lab,
}
const instance = {
  id: 'cut',
  step: 'cut',
  fault: 'link-down',
  on: [link.id],
  adjacent: [],
  params: {},
}
const [one, other] = ebgp.ends
const session = (at: number, up: boolean, [own, peer] = [one, other]): RunEvent => ({
  type: 'session-changed',
  at,
  node: own.node,
  peer: peer.address,
  up,
  reason: up ? '' : 'interface \u001b[2Jdown',
})
const update = (at: number): RunEvent => ({
  type: 'update-received',
  at,
  node: one.node,
  from: other.address,
  announced: [],
  withdrawn: [],
  asPath: [],
  octets: 23,
})

const EVENTS: readonly RunEvent[] = [
  started,
  { type: 'steady-state-reached', at: T0 },
  { type: 'fault-started', at: T0 + 1000, ...instance },
  { type: 'fault-injected', at: T0 + 1100, instance: 'cut', commandedAt: T0 + 1000 },
  session(T0 + 1200, false),
  session(T0 + 1200, false, [other, one]),
  ...[1300, 1400, 1500, 2100].map((ms) => update(T0 + ms)),
  { type: 'fault-healed', at: T0 + 6100, instance: 'cut', commandedAt: T0 + 6000 },
  session(T0 + 6500, true),
  session(T0 + 6600, true, [other, one]),
  { type: 'fault-ended', at: T0 + 9000, instance: 'cut' },
]

/** The view after all that happened until then. */
const shown = (afterMs: number, frame: { columns?: number; rows?: number } = {}) => {
  const state = new LiveFold(plan, expand(plan, faults))
  for (const [seq, event] of EVENTS.entries())
    if (event.at <= T0 + afterMs) state.add({ seq, ...event })
  const full = { now: T0 + afterMs, columns: 100, rows: 30, ...frame }
  return liveLines(state, full, { colours: false, unicode: true }).map((line) =>
    paint(line, full.columns - 1, false),
  )
}

test('phase, countdown and sessions follow the fault', () => {
  const total = lab.sessions.length
  assert.equal(shown(-1000)[0], 'test, run 2 of 3  waiting for the steady state  1.0 s')
  assert.equal(shown(500)[0], 'test, run 2 of 3  steady, cut in 0.5 s  0.5 s')
  const broken = shown(3100)
  assert.equal(broken[0], 'test, run 2 of 3  broken  3.1 s')
  assert.equal(broken[1], `faults    cut: heals in 3.0 s  link-down on ${link.id}`)
  assert.equal(broken[2], `sessions  ${total - 1} of ${total} up`)
  assert.match(shown(6150)[0] ?? '', /healed, settling/)
  assert.equal(shown(6150)[1], `faults    cut: healed, settling for 0.1 s  link-down on ${link.id}`)
  assert.equal(
    shown(6550)[2],
    `sessions  ${total - 1} of ${total} up`,
    'one end alone is no session',
  )
  assert.equal(shown(6650)[2], `sessions  ${total} of ${total} up`)
  assert.equal(shown(9500)[0], 'test, run 2 of 3  steady, later in 10.5 s  9.5 s')
})

test('the rate is that of the last whole second; the line ends with the present', () => {
  const line = shown(2500).find((text) => text.startsWith('updates')) ?? ''
  assert.match(line, /█▃ 3\/s, most 3\/s$/)
})

test('the last events stand below, and cannot steer the terminal', () => {
  const lines = shown(9500)
  assert.ok(lines.some((text) => text.startsWith('events ')))
  assert.match(lines.at(-1) ?? '', /session with .* up$/)
  assert.ok(shown(1200).some((text) => text.includes('interface  [2Jdown')))
})

test('it fits into any terminal, the head first', () => {
  for (const columns of [1, 5, 12, 40, 79])
    for (const rows of [1, 2, 3, 4, 5, 8]) {
      const lines = shown(3100, { columns, rows })
      assert.ok(lines.length >= 1 && lines.length <= rows, `${lines.length} of ${rows} lines`)
      for (const line of lines) assert.ok(widthOf(line) < columns || columns === 1, line)
      assert.ok('test, run 2 of 3  broken  3.1 s'.startsWith(lines[0] ?? '?'))
    }
})

test('styles only where colours are wanted, and never counted as width', () => {
  const line = [{ text: 'ab', style: 'red' }, { text: 'cd\u001b]0;x\u0007' }] as const
  assert.equal(paint(line, 3, true), '\u001b[31mab\u001b[0mc')
  assert.equal(paint(line, 80, false), 'abcd ]0;x')
  assert.equal(widthOf(paint(line, 80, true)), 9)
  assert.equal(fit('ab\ncd', 4), 'ab c')
})

test('what the terminal says of itself', () => {
  assert.equal(canRedraw({ isTTY: true }, { TERM: 'xterm' }), true)
  assert.equal(canRedraw({ isTTY: true }, { TERM: 'dumb' }), false)
  assert.equal(canRedraw({}, { TERM: 'xterm' }), false)
  assert.deepEqual(abilitiesOf({ LANG: 'C.UTF-8' }), { colours: true, unicode: true })
  assert.deepEqual(abilitiesOf({ NO_COLOR: '1', LC_ALL: 'C', LANG: 'C.UTF-8' }), {
    colours: false,
    unicode: false,
  })
  assert.deepEqual(abilitiesOf({ NO_COLOR: '' }), { colours: true, unicode: false })
})

test('a sparkline reaches from nothing to the largest', () => {
  assert.equal(sparkline([0, 1, 4, 8], true), ' ▁▄█')
  assert.equal(sparkline([0, 1, 4, 8], false), ' .=@')
  assert.equal(sparkline([], true), '')
})
