import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { InputError } from '../../src/lib/errors.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { loadTopology } from '../../src/load/topology.ts'

const kinds = ['frr', 'quagga']
const whole = ['two-continents', 'dual-stack', 'relationships', 'original-hub-pareto']
  .map((name) => readFileSync(join(packageRoot(), `topologies/${name}.yaml`), 'utf8'))
  .map((text) => text.replace(/^#.*\n/gm, ''))

/** Words that show that a value was printed as the language prints it. */
const WORDS = /undefined|\[object|Invalid input/

/** A topology, or an error with a place for each problem; anything else fails the test. */
const check = (text: string): void => {
  try {
    loadTopology('f.yaml', text, { kinds })
  } catch (error) {
    assert.ok(error instanceof InputError, error instanceof Error ? error.stack : String(error))
    assert.ok(error.problems.length > 0)
    for (const problem of error.problems) {
      assert.match(problem, /^f\.yaml:[1-9]\d*:[1-9]\d*: \S/)
      assert.doesNotMatch(problem, WORDS)
      if (!text.includes('.nan')) assert.doesNotMatch(problem, /NaN/)
    }
  }
}

test('a text with a piece replaced gives a topology or an error with its place', () => {
  const scrap = fc.oneof(
    fc.string({ maxLength: 4 }),
    fc.constantFrom(
      ...[
        '{',
        '}',
        '[',
        ']',
        ': ',
        '\n',
        '- ',
        '~',
        '5',
        '-1',
        '1e9',
        '.inf',
        '.nan',
        'true',
        '&a ',
        '*a',
      ],
      ...[
        '""',
        '10.0.0.1/29',
        '::/0',
        '0.0.0.0/0',
        'a',
        'lon',
        'null',
        '[]',
        '{}',
        '9999999999999999999',
      ],
    ),
  )
  const mutation = fc.record({
    text: fc.constantFrom(...whole),
    start: fc.nat(2000),
    length: fc.nat(12),
    scrap,
  })
  fc.assert(
    fc.property(mutation, ({ text, start, length, scrap: put }) => {
      const at = start % text.length
      check(text.slice(0, at) + put + text.slice(at + length))
    }),
    { numRuns: 500 },
  )
})

test('any value under any key gives a topology or an error with its place', () => {
  const leaf = fc.oneof(
    fc.constantFrom(
      'a',
      'b',
      'peer',
      'ring',
      'pareto',
      '10s',
      '5%',
      '10mbit',
      '10.0.0.1/29',
      'fd00::/64',
    ),
    fc.constantFrom<unknown>(null, true, 0, -1, 3, 1.5, 5_000_000_000),
  )
  const key = fc.constantFrom(
    ...[
      'defaults',
      'groups',
      'nodes',
      'links',
      'families',
      'addressing',
      'generate',
      'shape',
      'seed',
    ],
    ...['kind', 'asn', 'timers', 'hold', 'networks', 'count', 'distribution', 'alpha', 'router-id'],
    ...[
      'endpoints',
      'relationship',
      'ipv4',
      'ipv6',
      'mtu',
      'delay',
      'a',
      'b',
      'position',
      'latitude',
    ],
  )
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(key, tie('value'), { maxKeys: 4 }),
    ),
  }))
  fc.assert(
    fc.property(fc.dictionary(key, value, { maxKeys: 5 }), (file) => {
      check(JSON.stringify({ name: 'lab', ...file }))
    }),
    { numRuns: 500 },
  )
})
