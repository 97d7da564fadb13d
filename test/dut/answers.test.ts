/** What each daemon really answered when a sender had announced nine prefixes with paths of every sort. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TableRow } from '../../src/dut/dut.ts'
import { duts } from '../../src/dut/index.ts'
import { BackendError } from '../../src/lib/errors.ts'
import { recorded } from '../kinds/recorded.ts'

const VERSIONS: Readonly<Record<string, string>> = {
  frr: '10.3',
  bird: '2.17.5',
  bird3: '3.1.7',
  gobgp: '3.36.0',
  openbgpd: '8.8',
}

const TABLE: readonly TableRow[] = [
  { prefix: '0.0.0.0/0', asPath: '65001 4200000000 3356 104' },
  { prefix: '100.1.0.0/16', asPath: '65001 3356 {65021,65022}' },
  { prefix: '100.6.0.0/16', asPath: '65001 {7,300000} 9' },
  { prefix: '192.1.12.0/22', asPath: '65001' },
  { prefix: '192.1.32.0/22', asPath: '65001 4200000000 3356 108' },
  { prefix: '20.0.0.0/24', asPath: '65001 4200000000 3356 100' },
  { prefix: '20.0.5.0/24', asPath: '65001 3356 {65021,65022}' },
  { prefix: '32.0.0.0/8', asPath: '65001 {7,300000} 9' },
  { prefix: '37.0.0.0/8', asPath: '65001' },
]

for (const { name, ask } of duts) {
  test(`answers of ${name}: version, sessions, count`, () => {
    assert.equal(ask.version.read(recorded(`dut/${name}`, 'version')), VERSIONS[name])
    // The listener and one sender; templates of neighbours are no sessions.
    assert.equal(ask.established.read(recorded(`dut/${name}`, 'established')), 2)
    assert.equal(ask.prefixes.read(recorded(`dut/${name}`, 'prefixes')), TABLE.length)
  })

  test(`table of ${name}: every prefix with its path, sets in one spelling`, () => {
    const readRow = ask.table.reader()
    const rows = recorded(`dut/${name}`, 'table')
      .split('\n')
      .flatMap((line) => readRow(line) ?? [])
    assert.deepEqual(
      rows.toSorted((a, b) => (a.prefix < b.prefix ? -1 : 1)),
      TABLE,
    )
  })

  test(`${name}: what is no answer is an error and not a figure`, () => {
    assert.throws(() => ask.version.read('command not found'), BackendError)
    if (name !== 'openbgpd') assert.throws(() => ask.prefixes.read('{'), BackendError)
    const readRow = ask.table.reader()
    for (const line of ['', 'nonsense', '0', ' }']) assert.equal(readRow(line), undefined)
  })
}
