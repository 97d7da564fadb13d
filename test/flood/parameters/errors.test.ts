/** The exact texts of everything that can be wrong with what a user asks for. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Environment } from '../../../src/flood/parameters/read.ts'
import { explain, InputError } from '../../../src/lib/errors.ts'
import { golden } from '../../golden.ts'
import { config, SINK, SOURCES } from '../flood-double.ts'

interface Case {
  readonly values?: Readonly<Record<string, unknown>>
  readonly environment?: Environment
  readonly peers?: readonly string[]
}

const CASES: readonly Case[] = [
  { values: { mode: 'sinlge' } },
  { values: { mode: 'flood' } },
  { values: { repeat: '0' } },
  { values: { repeat: 'many', table: '-1', group: '1.5', window: '0' } },
  { values: { repeatDelay: '5', timeout: '0s', duration: 'soon' } },
  { values: { rate: '5000', post: 'host:80', withdraw: '120%', speed: 'fast' } },
  { values: { seedPrefix: '10.0.0.0/8', canarySeed: 'x', offer: 'ipv5' } },
  { values: { holdTime: '2s', port: '70000', connectRetries: '-1', text: 'a\nb' } },
  { values: { tabel: 5 } },
  { environment: { MODE: 'SINGEL', REPEAT: 'x', TIMEOUT: 'soon', SEEDPREFIX: '10/8' } },
  { environment: { TCPPORT: '0', HOLDTIME: '1', GROUPSIZE: '', RATEWINDOW: '1e3' } },
  { peers: [SINK] },
  { peers: [], values: { sourcesOnly: true, drain: true } },
  { peers: ['192.0.2.1,192.0.2.9', SINK, SINK, 'router,192.0.2.8,1'] },
  { values: { mode: 'rate', sourcesOnly: true } },
  { values: { mode: 'func', drain: true, restart: true } },
  { values: { mode: 'rate', rate: '5k/s' } },
  { values: { mode: 'file' } },
  { values: { file: 'x.mrt', speed: '2' } },
  { values: { mode: 'file', file: 'x.mrt', speed: '2', rate: '5k/s' } },
  { values: { flap: true, withdraw: '10%' } },
  { values: { family: 'ipv6', seedPrefix: '10.0.0.0' } },
  { values: { canarySeed: '2001:db8::' } },
  { values: { prefixLength: '33' } },
]

test('wrong requests are answered with what, where, why and what to try', () => {
  const texts = CASES.map(({ values = {}, environment = {}, peers = [SINK, ...SOURCES] }) => {
    try {
      config(values, environment, peers)
    } catch (error) {
      assert.ok(error instanceof InputError, String(error))
      return `# ${JSON.stringify({ values, environment })}\n${explain(error)}\n`
    }
    return assert.fail(`accepted: ${JSON.stringify(values)}`)
  })
  golden(texts.join('\n'), 'test/golden/flood/wrong-requests.txt')
})
