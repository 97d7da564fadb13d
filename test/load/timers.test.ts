import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kinds } from '../../src/kinds/index.ts'
import { loadTopology } from '../../src/load/topology.ts'
import type { Timers } from '../../src/model/topology.ts'
import { loadText, nodeOf } from './load-text.ts'

const timersOf = (text: string): Timers => nodeOf(loadText(text), 'a').timers

test('the timers of a lab are short', () => {
  assert.deepEqual(timersOf('nodes: { a: }'), {
    keepaliveMs: 3000,
    holdMs: 9000,
    connectRetryMs: 5000,
    mraiMs: 0,
  })
})

test('base: daemon asks for those of the software, whichever it is', () => {
  for (const { name, timers } of kinds)
    assert.deepEqual(
      timersOf(`nodes: { a: { kind: ${name}, timers: { base: daemon } } }`),
      timers,
      name,
    )
})

test('what is written is stronger, wherever it is written', () => {
  const text = `
defaults: { kind: quagga, timers: { base: daemon, hold: 30s } }
groups: { fast: { nodes: [a], timers: { mrai: 2s } } }
nodes: { a: { timers: { keepalive: 10s } }, b: { timers: { base: lab } } }
`
  assert.deepEqual(timersOf(text), {
    keepaliveMs: 10_000,
    holdMs: 30_000,
    connectRetryMs: 5000,
    mraiMs: 2000,
  })
  assert.deepEqual(nodeOf(loadText(text), 'b').timers, {
    keepaliveMs: 3000,
    holdMs: 30_000,
    connectRetryMs: 5000,
    mraiMs: 0,
  })
})

test('an MRAI may have milliseconds where the router software can be told so', () => {
  const text = 'name: lab\ndefaults: { kind: lemur, timers: { mrai: 300ms } }\nnodes: { a: }'
  const topology = loadTopology('test.yaml', text, { kinds: ['lemur'] })
  assert.equal(nodeOf(topology, 'a').timers.mraiMs, 300)
})
