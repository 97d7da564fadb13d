import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { best, compare, decidedBy, type Path, steps } from '../../src/bgp/decide.ts'

const path: Path = {
  source: 'ebgp',
  localPref: 100,
  asPathLength: 2,
  origin: 'egp',
  med: 10,
  neighbourAs: 64501,
  igpCost: 10,
  routerId: 5,
  clusterListLength: 1,
  neighbourAddress: 9n,
}

/** For each step: what wins there, and what is worse in every later step so that only this one can decide. */
const rows: readonly (readonly [string, Partial<Path>])[] = [
  ['local origination', { source: 'local', localPref: 50 }],
  ['local preference', { localPref: 150, asPathLength: 9 }],
  ['AS path length', { asPathLength: 1, origin: 'incomplete' }],
  ['origin', { origin: 'igp', med: 99 }],
  ['MED', { med: 5, source: 'ibgp' }],
  ['eBGP over iBGP', { igpCost: 99 }],
  ['IGP cost', { igpCost: 5, routerId: 99 }],
  ['router id', { routerId: 1, clusterListLength: 9 }],
  ['cluster list length', { clusterListLength: 0, neighbourAddress: 99n }],
  ['neighbour address', { neighbourAddress: 1n }],
]

test('every step has a row here, in the order of the process', () => {
  assert.deepEqual(
    steps.map(({ name }) => name),
    rows.map(([name]) => name),
  )
  assert.deepEqual(
    steps.map(({ number }) => number),
    rows.map((_, i) => i + 1),
  )
})

for (const [name, better] of rows)
  test(`${name} decides, whatever the later steps say`, () => {
    const loser: Path = name === 'eBGP over iBGP' ? { ...path, source: 'ibgp' } : path
    const winner: Path = { ...path, ...better }
    assert.ok(compare(winner, loser) < 0)
    assert.ok(compare(loser, winner) > 0)
    assert.equal(decidedBy(loser, winner).name, name)
    const decision = best([loser, winner])
    assert.equal(decision?.path, winner)
    assert.equal(decision?.step?.name, name)
  })

test('MED does not compare paths from different neighbour ASes', () => {
  const other = { ...path, neighbourAs: 64502, med: 0, routerId: 6 }
  assert.equal(decidedBy(path, other).name, 'router id')
  assert.equal(best([other, path])?.path, path)
})

test('MED strikes out within its AS before the others are compared (RFC 4271 9.1.2.2 c)', () => {
  const worseMed = { ...path, med: 20, routerId: 1 }
  const betterMed = { ...path, med: 10, routerId: 9 }
  const other = { ...path, neighbourAs: 64502, med: 99, routerId: 5 }
  assert.equal(best([worseMed, betterMed, other])?.path, other)
})

test('one path needs no step, no path gives none', () => {
  assert.deepEqual(best([path]), { path })
  assert.equal(best([]), undefined)
})

test('the best path does not depend on the order of arrival', () => {
  const small = fc.integer({ min: 0, max: 1 })
  const any: fc.Arbitrary<Path> = fc.record({
    source: fc.constantFrom('local' as const, 'ebgp' as const, 'ibgp' as const),
    localPref: small,
    asPathLength: small,
    origin: fc.constantFrom('igp' as const, 'egp' as const),
    med: fc.integer({ min: 0, max: 3 }),
    neighbourAs: fc.integer({ min: 1, max: 3 }),
    igpCost: small,
    routerId: small,
    clusterListLength: small,
    neighbourAddress: fc.bigInt(0n, 1000n),
  })
  const paths = fc.uniqueArray(any, {
    minLength: 1,
    maxLength: 8,
    selector: ({ neighbourAddress }) => neighbourAddress,
  })
  fc.assert(
    fc.property(paths, (list) => {
      assert.equal(best([...list].reverse())?.path, best(list)?.path)
    }),
  )
})
