import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InputError } from '../../src/lib/errors.ts'
import { createRandom } from '../../src/lib/random.ts'
import type { TargetType } from '../../src/model/fault.ts'
import type { Selector } from '../../src/model/plan.ts'
import type { Topology } from '../../src/model/topology.ts'
import { select } from '../../src/run/select.ts'
import { lab } from '../faults/lab.ts'

interface Options {
  readonly topology?: Topology
  readonly seed?: number
  readonly taken?: ReadonlySet<string>
}

const pickFrom = (
  type: TargetType,
  selector: Partial<Selector> | string,
  { topology = lab, seed = 1, taken = new Set<string>() }: Options = {},
) =>
  select(
    {
      names: typeof selector === 'string' ? [selector] : [],
      exclude: [],
      ...(typeof selector === 'string' ? {} : selector),
    },
    { type, topology, random: createRandom(seed), taken },
  ).map(({ text }) => text)

const line: Topology = { ...lab, links: lab.links.slice(0, 4) }
const twice: Topology = {
  ...lab,
  links: [...lab.links, { ...lab.links[0], id: 'r1--r2#2' } as Topology['links'][number]],
}

test('a link goes by both orientations, and by an arrow in one direction', () => {
  assert.deepEqual(pickFrom('link', 'r2--r1'), ['r1--r2'])
  assert.deepEqual(pickFrom('link', 'r2->r1'), ['r2->r1'])
  assert.deepEqual(pickFrom('link', 'r2--r1#2', { topology: twice }), ['r1--r2#2'])
})

test('globs match whichever end stands first', () => {
  assert.deepEqual(pickFrom('link', 'r1--*'), ['r1--r2', 'r5--r1'])
  assert.deepEqual(pickFrom('link', 'r1->*'), ['r1->r2', 'r1->r5'])
  assert.deepEqual(pickFrom('link', 'r?--r3'), ['r2--r3', 'r3--r4'])
  assert.deepEqual(pickFrom('node', 'r*'), ['r1', 'r2', 'r3', 'r4', 'r5'])
})

test('a glob is not a regular expression', () => {
  assert.throws(() => pickFrom('node', 'r[1-3]'), InputError)
  assert.throws(() => pickFrom('node', '.*'), InputError)
})

test('sessions go by their ids, either end first', () => {
  assert.deepEqual(pickFrom('session', 'r2--r1/ipv6'), ['r1--r2/ipv6'])
  assert.deepEqual(pickFrom('session', 'r5==r4'), ['r4==r5'])
  assert.deepEqual(pickFrom('session', 'r1--*'), ['r1--r2', 'r1--r2/ipv6', 'r5--r1', 'r5--r1/ipv6'])
})

test('words: all, group, kind, asn', () => {
  assert.equal(pickFrom('link', 'all').length, 5)
  assert.equal(pickFrom('node', 'kind:frr').length, 5)
  assert.deepEqual(pickFrom('node', 'group:edge'), ['r1', 'r2'])
  assert.deepEqual(pickFrom('node', 'asn:64504'), ['r4', 'r5'])
  assert.deepEqual(pickFrom('link', 'asn:64504'), ['r3--r4', 'r4--r5', 'r5--r1'])
  assert.deepEqual(pickFrom('node', { names: ['asn:64504', 'r1'] }), ['r1', 'r4', 'r5'])
})

test('words of the graph', () => {
  assert.deepEqual(pickFrom('link', 'bridge-links', { topology: line }), [
    'r1--r2',
    'r2--r3',
    'r3--r4',
    'r4--r5',
  ])
  assert.deepEqual(pickFrom('node', 'cut-vertices', { topology: line }), ['r2', 'r3', 'r4'])
  assert.throws(() => pickFrom('link', 'bridge-links'), /the network has no bridge-links/)
})

test('group, kind and asn narrow the choice, exclude takes away', () => {
  assert.deepEqual(pickFrom('node', { group: 'edge', exclude: ['r1'] }), ['r2'])
  assert.deepEqual(pickFrom('link', { names: ['r1--*'], exclude: ['r2->r1'] }), ['r5--r1'])
  assert.deepEqual(pickFrom('node', { asn: 64504, exclude: ['r1'] }), ['r4', 'r5'])
})

test('pick draws from what is allowed, in the order of the topology, as the seed says', () => {
  const drawn = new Set<string>()
  for (let seed = 0; seed < 50; seed++) {
    const pair = pickFrom('node', { pick: 2, exclude: ['r3'] }, { seed })
    assert.deepEqual(pair, pickFrom('node', { pick: 2, exclude: ['r3'] }, { seed }))
    assert.deepEqual(pair, pair.toSorted())
    drawn.add(pair.join())
  }
  assert.equal(drawn.size, 6)
})

test('what another step chose is not chosen again, whatever its direction', () => {
  const taken = new Set(['r1--r2'])
  assert.deepEqual(pickFrom('link', { names: ['r2--*'] }, { taken }), ['r2--r3'])
  assert.throws(() => pickFrom('link', 'r1->r2', { taken }), /selection is empty/)
})

test('no arrow, no direction: draws hit whole links', () => {
  assert.equal(pickFrom('link', { pick: 5 }).filter((text) => text.includes('->')).length, 0)
})
