import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { packageRoot } from '../../../src/lib/package-root.ts'
import { type Chapter, chaptersOf } from '../../../src/log/chapter.ts'
import { replay } from '../../../src/log/story/replay.ts'
import { type Tale, taleOf } from '../../../src/log/story/tale.ts'
import { taleText } from '../../../src/log/story/text.ts'
import { iterationsOf } from '../../../src/measure/iteration.ts'
import { windowsOf } from '../../../src/measure/window.ts'
import type { JournalEntry } from '../../../src/model/event.ts'
import { parseJournal } from '../../../src/run/journal.ts'
import { golden } from '../../golden.ts'

/** Three routers, each with a session to the other two; the link between a and b is cut. */
const journal = (name: string): readonly JournalEntry[] =>
  parseJournal(readFileSync(join(packageRoot(), `test/replay/${name}/events.jsonl`), 'utf8'))
const recorded = journal('cut')
const PREFIX = '198.18.2.0/24'

const talesOf = (
  entries: readonly JournalEntry[],
  prefix = PREFIX,
): readonly (readonly [Tale, Chapter])[] =>
  chaptersOf(entries).flatMap((chapter) => {
    const tracks = replay(chapter, prefix)
    return windowsOf(iterationsOf(chapter.entries)).map(
      (window) => [taleOf(window, chapter.topology, prefix, tracks), chapter] as const,
    )
  })

const textOf = (entries: readonly JournalEntry[]): string =>
  talesOf(entries)
    .flatMap(([tale, { names }]) => [...taleText(tale, names), ''])
    .join('\n')

test('the story of a recorded run', () => {
  golden(textOf(recorded), 'test/golden/events/cut-story.txt')
})

/** Two seconds before the network has settled on the cut, the kernel of c does something. */
const strange = (nextHops: readonly string[], isDown: boolean): readonly JournalEntry[] => {
  const settled = recorded.find(({ type }) => type === 'settled') as JournalEntry
  const at = settled.at - 500
  const more: readonly JournalEntry[] = [
    { seq: 0, at, type: 'fib-changed', node: 'c', prefix: PREFIX, nextHops, protocol: 'bgp' },
    ...(isDown
      ? ([
          { seq: 0, at: at - 3, type: 'interface-changed', node: 'c', link: 'b--c', up: false },
        ] as const)
      : []),
  ]
  return [...recorded, ...more].sort((a, b) => a.at - b.at)
}

test('what a kernel does for no known reason is told so, and never explained', () => {
  assert.doesNotMatch(textOf(recorded), /is not known/)
  assert.match(textOf(strange(['192.0.2.1'], false)), /forwards to 192\.0\.2\.1: why is not known/)
  assert.match(textOf(strange([], false)), /took the route out: why is not known/)
  assert.match(textOf(strange([], true)), /took the route out: the interface went down/)
})

test('who lost a prefix for how long is what the kernels say', () => {
  const [first] = talesOf(strange([], false))
  const loss = first?.[0].losses.find(({ node }) => node === 'c')
  assert.ok(loss && loss.untilAt === undefined)
})

test('all that routers on Docker were recorded to do is explained', () => {
  const entries = journal('docker-recorded')
  const prefixes = new Set(
    chaptersOf(entries).flatMap(({ topology }) =>
      topology.nodes.flatMap(({ networks }) => networks.map((network) => network.prefix)),
    ),
  )
  const movers = [...prefixes].flatMap((prefix) =>
    talesOf(entries, prefix).flatMap(([tale]) => tale.movers),
  )
  const turns = movers.flatMap((mover) => mover.turns)
  assert.ok(turns.filter(({ seenAt }) => seenAt !== undefined).length > turns.length / 2)
  assert.ok(turns.length > 20 && turns.every(({ why }) => why !== undefined))
  assert.deepEqual(
    movers.flatMap(({ riddles }) => riddles.filter(({ isByInterface }) => !isByInterface)),
    [],
  )
})
