import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import { generateSpecOf } from '../../src/generate/spec.ts'
import { writeTopology } from '../../src/generate/write.ts'
import { loadTopology } from '../../src/load/topology.ts'

test('a generated topology is written one line a node and one line a link', () => {
  const spec = generateSpecOf('small', { shape: 'ring', nodes: 3 })
  const text = writeTopology(spec, { comment: ['made up'], schema: 'topology.schema.json' })
  assert.equal(
    text,
    `# yaml-language-server: $schema=topology.schema.json
# made up
name: small
defaults:
  kind: frr
  networks: { count: 1 }
nodes:
  r1: {}
  r2: {}
  r3: {}
links:
  - [r1, r2]
  - [r2, r3]
  - [r3, r1]
`,
  )
  assert.deepEqual(parse(text), spec)
})

test('what is written loads as what was generated', () => {
  const kinds = ['frr']
  const text = writeTopology(
    generateSpecOf('w', { shape: 'waxman', nodes: 12, alpha: 0.4, beta: 0.2 }),
  )
  const direct =
    'name: w\ndefaults: { networks: { count: 1 } }\ngenerate: { shape: waxman, nodes: 12 }\n'
  assert.deepEqual(loadTopology('a', text, { kinds }), loadTopology('b', direct, { kinds }))
})

test('relationships are written, and load as they were generated', () => {
  const kinds = ['frr']
  const text = writeTopology(generateSpecOf('i', { shape: 'internet', ases: 12 }))
  assert.match(text, /- \{ endpoints: \[ top1, top2 \], relationship: peer \}/)
  const direct =
    'name: i\ndefaults: { networks: { count: 1 } }\ngenerate: { shape: internet, ases: 12 }\n'
  assert.deepEqual(loadTopology('a', text, { kinds }), loadTopology('b', direct, { kinds }))
})

test('names that YAML would read as something else are quoted', () => {
  const text = writeTopology({ nodes: { '12': {}, null: {} }, links: [['12', 'null']] })
  assert.deepEqual(parse(text), { nodes: { '12': {}, null: {} }, links: [['12', 'null']] })
})
