/** What every fault must be like, tried on every fault of the registry. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { z } from 'zod'
import { faults, findFault } from '../../src/faults/index.ts'
import type { Fault, Targets } from '../../src/model/fault.ts'
import { lab, linkNamed, nodeNamed, sessionNamed } from './lab.ts'

const TARGETS: Targets = {
  link: { link: linkNamed('r1--r2') },
  node: nodeNamed('r1'),
  session: sessionNamed('r1--r2'),
  nodes: [nodeNamed('r1'), nodeNamed('r2')],
}

/** Parameters for the faults that need some. */
const PARAMS: Record<string, unknown> = {
  'link-flap': { down: '1s', up: '2s', count: 3 },
  'link-loss': { percent: '20%' },
  'link-rate': { rate: '1mbit' },
  'link-delay': { delay: '50ms', jitter: '5ms' },
  'link-impair': { loss: '1%', delay: '5ms', reorder: '10%' },
  'prefix-announce': { prefixes: '203.0.113.0/24' },
}

const phasesOf = (fault: Fault) => {
  const params = fault.params.parse(PARAMS[fault.name] ?? {})
  return fault.phases(params, TARGETS[fault.on], lab, () => 0.5)
}

for (const fault of faults) {
  describe(fault.name, () => {
    test('says what it does, and what each parameter is', () => {
      assert.match(fault.name, /^[a-z]+(-[a-z]+)*$/)
      assert.match(fault.summary, /^[A-Z].{20,}\.$/)
      const schema = z.toJSONSchema(fault.params, { io: 'input' })
      for (const [name, value] of Object.entries(schema.properties ?? {})) {
        assert.ok((value as { description?: string }).description, `${name} has no description`)
      }
      assert.equal(schema.additionalProperties, false)
    })

    test('is pure', () => {
      assert.deepEqual(phasesOf(fault), phasesOf(fault))
    })

    test('acts through the levers that it needs, and on nothing that the lab lacks', () => {
      const effects = phasesOf(fault).flatMap((phase) => phase.effects)
      assert.ok(effects.length > 0)
      for (const effect of effects) assert.ok(fault.needs.includes(effect.lever), effect.lever)
      for (const effect of effects) {
        const node = 'end' in effect ? effect.end.node : effect.node
        assert.ok(nodeNamed(node))
      }
    })

    test('begins at once, goes forward in time, and comes to an end', () => {
      const phases = phasesOf(fault)
      const times = phases.map(({ afterMs }) => afterMs)
      assert.equal(times[0], 0)
      assert.deepEqual(
        times,
        [...new Set(times)].sort((a, b) => a - b),
      )
      const last = phases.at(-1)?.effects ?? []
      const heals = phases.length > 1 && last.length === 0
      const moment = last.every(({ lever }) => lever === 'reset')
      assert.ok(
        heals || moment || phases.length === 1,
        'neither heals, nor a moment, nor held by for',
      )
    })

    test('refuses a parameter that it does not know', () => {
      const given = { ...(PARAMS[fault.name] as object), surprise: 1 }
      assert.equal(fault.params.safeParse(given).success, false)
    })

    test('parameters can be written back as they were given', () => {
      const params = fault.params.parse(PARAMS[fault.name] ?? {})
      const written = z.encode(fault.params, params)
      assert.deepEqual(fault.params.parse(written), params)
    })

    test('stays silent for no longer than the hold time', () => {
      const params = fault.params.parse(PARAMS[fault.name] ?? {})
      const silent = fault.silentForMs(params, TARGETS[fault.on], lab)
      assert.ok(silent >= 0 && silent <= 9000)
    })
  })
}

test('names are unique and found', () => {
  assert.equal(new Set(faults.map(({ name }) => name)).size, faults.length)
  assert.ok(faults.length >= 19)
  for (const fault of faults) assert.equal(findFault(fault.name), fault)
  assert.equal(findFault('link-dwon'), undefined)
})
