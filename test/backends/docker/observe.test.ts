import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AgentMessage } from '../../../src/agent/protocol.ts'
import type { Engine } from '../../../src/backends/docker/engine.ts'
import { observe } from '../../../src/backends/docker/observe.ts'
import type { Observation } from '../../../src/model/observation.ts'
import { triangle } from '../../measure/journal.ts'
import { kinds } from './lab.ts'

type Listener = (event: Extract<AgentMessage, { event: string }>) => void

const watched = () => {
  const listeners = new Set<Listener>()
  const engine = {
    getContainer: () => ({ logs: () => Promise.reject(new Error('no such container')) }),
  } as unknown as Engine
  const agent = {
    ask: async <Result>() => undefined as Result,
    onEvent: (listener: Listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  const lab = { engine, agent, topology: triangle, kinds, clock: { now: () => 7 } }
  return { lab, listeners }
}

const options = { probeIntervalMs: 0, probeStreams: 0 }

test('who has stopped observing hears no more of the agent', async () => {
  const { lab, listeners } = watched()
  const first = new AbortController()
  await observe(lab, options, first.signal)
  first.abort()
  const second = new AbortController()
  await observe(lab, options, second.signal)
  assert.equal(listeners.size, 1)
  second.abort()
})

test('a log that cannot be read is told: its sessions go unseen', async () => {
  const { lab } = watched()
  const ended = new AbortController()
  const seen: Observation[] = []
  for await (const observation of await observe(lab, options, ended.signal)) {
    seen.push(observation)
    if (seen.length === lab.topology.nodes.length) ended.abort()
  }
  assert.match(JSON.stringify(seen[0]), /observer-failed.*log cannot be read.*no such container/)
})

test('the rest of an earlier capture is no capture of this iteration', async () => {
  const { lab, listeners } = watched()
  const ended = new AbortController()
  const observations = await observe(lab, options, ended.signal)
  const data = Buffer.from('the middle of a packet, and no pcap header').toString('base64')
  const tell = (event: Parameters<Listener>[0]) => {
    for (const listener of listeners) listener(event)
  }
  tell({ event: 'capture', node: 'a', data })
  tell({ event: 'interfaces', node: 'a', links: {} })
  tell({ event: 'capture', node: 'b', data })
  ended.abort()
  const seen: Observation[] = []
  for await (const observation of observations) seen.push(observation)
  assert.deepEqual(
    seen.filter((event) => 'what' in event && /pcap/.test(event.what)),
    [],
  )
})
