import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { packageRoot } from '../../src/lib/package-root.ts'
import { chaptersOf } from '../../src/log/chapter.ts'
import { reasonWords } from '../../src/log/reason.ts'
import { lineText } from '../../src/log/show.ts'
import { tell } from '../../src/log/words.ts'
import type { JournalEntry } from '../../src/model/event.ts'
import { parseJournal } from '../../src/run/journal.ts'
import { golden } from '../golden.ts'

const journal = (name: string): readonly JournalEntry[] =>
  parseJournal(readFileSync(join(packageRoot(), `test/replay/${name}/events.jsonl`), 'utf8'))

for (const name of ['cut', 'overlap', 'power-loss', 'two-iterations'])
  test(`the recorded run ${name} in plain words`, () => {
    const lines = chaptersOf(journal(name)).flatMap(({ entries, names, zeroAt }) =>
      entries.map((entry) =>
        lineText(tell(entry, { names }), { zeroAt, colours: false, width: 8 }),
      ),
    )
    golden(`${lines.join('\n')}\n`, `test/golden/events/${name}.txt`)
  })

test('of an UPDATE of many prefixes only the wanted one is told, and how many more there are', () => {
  const entry: JournalEntry = {
    seq: 1,
    at: 0,
    type: 'update-received',
    node: 'a',
    from: '10.0.0.1',
    octets: 100,
    announced: ['198.18.1.0/24', '198.18.2.0/24', '198.18.3.0/24'],
    withdrawn: ['198.18.4.0/24'],
    asPath: [65001, 65002],
  }
  const names = { of: () => 'b', node: () => 'b' }
  const words = (only?: string) => tell(entry, { names, only }).words
  assert.equal(words('198.18.2.0/24'), 'heard from b: 198.18.2.0/24 and 2 more via AS 65001 65002')
  assert.equal(words('198.18.4.0/24'), 'heard from b: 198.18.4.0/24 withdrawn')
  assert.match(words(), /198\.18\.3\.0\/24 via AS 65001 65002; 198\.18\.4\.0\/24 withdrawn$/)
})

test('reasons that daemons give in their own way are told in one, with the code', () => {
  for (const [reason, words] of [
    ['Hold Timer Expired', 'hold timer expired (code 4)'],
    ['Cease/Administrative Shutdown', 'cease: administrative shutdown (code 6, subcode 2)'],
    ['Cease/Administratively Shutdown', 'cease: administrative shutdown (code 6, subcode 2)'],
    ['Interface down', 'Interface down'],
    ['', ''],
  ] as const)
    assert.equal(reasonWords(reason), words)
})
