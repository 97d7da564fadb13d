import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'node:test'
import { replay } from '../../../bench/backends/play.ts'
import { ended, started } from '../../measure/journal.ts'

describe('an earlier run', () => {
  it('is the newest one of the plan that came to its end; else it is told why there is none', () => {
    const runs = mkdtempSync(join(tmpdir(), 'backends-'))
    try {
      const options = { runs, backend: 'docker' } as const
      const write = (folder: string, events: readonly object[]) => {
        mkdirSync(join(runs, 'docker', folder), { recursive: true })
        const lines = events.map((event, index) => JSON.stringify({ seq: index + 1, ...event }))
        writeFileSync(join(runs, 'docker', folder, 'events.jsonl'), `${lines.join('\n')}\n`)
      }
      assert.match(JSON.stringify(replay('link-down', options)), /no run of it/)
      writeFileSync(join(runs, 'docker', 'link-down.refused.txt'), 'no sch_netem')
      assert.deepEqual(replay('link-down', options), { why: 'no sch_netem' })
      write('link-down-20260101-000000', [started(1), ended(2)])
      write('link-down-20260102-000000', [started(3), ended(4)])
      write('link-down-20260103-000000', [started(5)])
      write('link-down-20260103-000001', [started(6), { ...ended(7), verdict: 'aborted' }])
      write('link-down-admin-20260104-000000', [started(7), ended(8)])
      const found = replay('link-down', options)
      assert.ok('journal' in found)
      assert.equal(found.journal[0]?.at, 3)
    } finally {
      rmSync(runs, { recursive: true })
    }
  })
})
