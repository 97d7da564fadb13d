/** Policies beyond Gao-Rexford: the networks of the plans that end wrongly, and not at all. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { kindNames } from '../../src/kinds/index.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { loadTopology } from '../../src/load/topology.ts'
import { NO_IMPAIRMENT } from '../../src/model/impairment.ts'
import { solve } from '../../src/solve/solve.ts'
import { broken } from './lab.ts'

const read = (name: string) => {
  const file = join(packageRoot(), 'topologies', `${name}.yaml`)
  return loadTopology(file, readFileSync(file, 'utf8'), { kinds: kindNames })
}

test('the wedge is predicted over the main link, and over the backup without it', () => {
  const topology = read('policy-wedge')
  const via = (linksDown: readonly string[]) =>
    solve(topology, broken({ linksDown: new Set(linksDown) }))
      .routes.get('backup')
      ?.get('198.18.1.0/24')?.via
  assert.equal(via([]), 'backup--transit')
  assert.equal(via(['customer--main']), 'customer--backup')
})

test('the bad gadget has a stable state as long as the link that holds it is there', () => {
  const topology = read('bad-gadget')
  const held = solve(topology, NO_IMPAIRMENT)
  assert.equal(held.stable, true)
  assert.equal(held.routes.get('r1')?.get('198.18.1.0/24')?.via, 'origin--r1#2')
  const open = solve(topology, broken({ linksDown: new Set(['origin--r1#2']) }))
  assert.deepEqual(open.unstable, ['198.18.1.0/24'])
})
