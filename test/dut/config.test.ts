import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dutNames, duts, findDut } from '../../src/dut/index.ts'
import { layoutOf, MOST_SENDERS } from '../../src/dut/layout.ts'
import { InputError } from '../../src/lib/errors.ts'
import { golden } from '../golden.ts'
import { readTemplate } from '../kinds/recorded.ts'

/** Two senders over eBGP, each by its address; anybody of the network over iBGP. */
const SETUPS = {
  list: layoutOf('10.99.0.0/24', { count: 2, by: 'list', internal: false }).setup,
  range: layoutOf('10.99.0.0/24', { count: 2, by: 'range', internal: true }).setup,
}

for (const dut of duts) {
  for (const [name, setup] of Object.entries(SETUPS))
    test(`configuration of ${dut.name} for a ${name} of senders`, () => {
      const text = dut.config(setup, readTemplate)
      assert.doesNotMatch(text, /undefined|\[object|\{\{|NaN/)
      golden(text, `test/golden/dut/${dut.name}.${name}`)
    })

  test(`image and command of ${dut.name}`, () => {
    const [dockerfile, ...more] = dut.image(readTemplate)
    assert.equal(dockerfile?.path, 'Dockerfile')
    assert.match(dockerfile.text, /^FROM debian:trixie-slim\n/)
    assert.deepEqual(more, [])
    assert.ok(dut.processes.every((name) => name.length <= 15))
    assert.ok(dut.configPath.startsWith('/'))
  })
}

test('the names of the devices differ, and find them', () => {
  assert.equal(new Set(dutNames).size, duts.length)
  for (const dut of duts) assert.equal(findDut(dut.name), dut)
  assert.equal(findDut('cisco'), undefined)
})

test('senders of a list have an AS each, those of a range one; the device is nobody of them', () => {
  const list = layoutOf('10.240.0.0/20', { count: 300, by: 'list', internal: false })
  assert.equal(new Set(list.sources.map(({ asn }) => asn)).size, 300)
  assert.equal(new Set(list.sources.map(({ local }) => local)).size, 300)
  const range = layoutOf('10.240.0.0/20', { count: 300, by: 'range', internal: true })
  assert.deepEqual([...new Set(range.sources.map(({ asn }) => asn))], [range.setup.asn])
  for (const { setup, sink, sources } of [list, range]) {
    assert.ok([sink, ...sources].every(({ local }) => local !== setup.address))
    assert.notEqual(sink.asn, setup.asn)
  }
})

test('too many or no senders are refused', () => {
  for (const count of [0, MOST_SENDERS + 1])
    assert.throws(
      () => layoutOf('10.240.0.0/20', { count, by: 'list', internal: false }),
      InputError,
    )
})
