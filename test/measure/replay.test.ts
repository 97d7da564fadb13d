/** Every folder of test/replay/ is a journal with the figures that it must give, now and later. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { packageRoot } from '../../src/lib/package-root.ts'
import { measureAll } from '../../src/measure/index.ts'
import type { JournalEntry } from '../../src/model/event.ts'
import { golden } from '../golden.ts'

const folder = join(packageRoot(), 'test/replay')

for (const name of readdirSync(folder).toSorted())
  test(`the journal ${name} gives its figures`, () => {
    const lines = readFileSync(join(folder, name, 'events.jsonl'), 'utf8')
      .trim()
      .split('\n')
    const journal = lines.map((line) => JSON.parse(line) as JournalEntry)
    const figures = measureAll(journal).map((figure) => JSON.stringify(figure))
    golden(`[\n${figures.join(',\n')}\n]\n`, `test/replay/${name}/measurements.json`)
  })
