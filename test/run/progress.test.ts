import assert from 'node:assert/strict'
import { test } from 'node:test'
import { progressReader } from '../../src/run/progress.ts'
import { golden } from '../golden.ts'
import { activation, at, cut, playRun, stop } from './run-double.ts'

test('progress says in one line each what a person wants to see', async () => {
  const lines: string[] = []
  const reader = progressReader((line) => lines.push(line))
  await playRun(
    [
      activation('cut', { ...at(5_000), forMs: 4_000 }),
      activation('late', {
        ...at(6_000),
        on: ['r2--r3'],
        phases: [{ afterMs: 0, effects: cut('r2--r3') }],
      }),
      activation('crash', {
        ...at(20_000),
        fault: 'node-crash',
        on: ['r3'],
        phases: [{ afterMs: 0, effects: stop('r3') }],
      }),
    ],
    {
      onEntry: reader,
      limits: { linksDown: 1 },
      script: {
        noticeMs: 12,
        lies: (state) => state.lever === 'process' && state.state === 'stopped',
      },
      options: { judge: () => [{ text: 'lost-prefixes == 0', passed: false, got: '3' }] },
    },
  )
  assert.ok(lines.every((line) => !line.includes('\n')))
  golden(`${lines.join('\n')}\n`, 'test/golden/run/progress.txt')
})
