import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import {
  duration,
  formatPercent,
  formatRate,
  percent,
  positiveDuration,
  rate,
} from '../../src/lib/units.ts'

test('text becomes a number, and the number the shortest text again', () => {
  const cases = [
    [duration(), '1m30s', 90_000, '1m30s'],
    [duration(), '0.25s', 250, '250ms'],
    [rate(), '100mbit', 100_000_000, '100mbit'],
    [rate(), '1500kbit', 1_500_000, '1500kbit'],
    [rate(), '0.5gbit', 500_000_000, '500mbit'],
    [percent(), '7%', 0.07, '7%'],
    [percent(), '0.5%', 0.005, '0.5%'],
    [percent(), '100%', 1, '100%'],
  ] as const
  for (const [unit, input, value, output] of cases) {
    assert.equal(unit.parse(input), value)
    assert.equal(z.encode(unit, value), output)
  }
})

test('a quantity without its unit is refused with what it must look like', () => {
  const message = (schema: z.ZodType, value: unknown) =>
    schema.safeParse(value).error?.issues[0]?.message
  for (const value of ['10', 10, '10 s', '-1s', 's']) {
    assert.match(String(message(duration(), value)), /duration with a unit, such as 250ms/)
  }
  for (const value of ['100', 100, '100mb', '100Mbit']) {
    assert.match(String(message(rate(), value)), /rate with a unit, such as 64kbit/)
  }
  for (const value of ['20', 0.2, '101%', '-1%']) {
    assert.match(String(message(percent(), value)), /percentage from 0% to 100%/)
  }
  assert.match(String(message(positiveDuration(), '0s')), /longer than 0s/)
  assert.match(String(message(rate(), '0bit')), /more than 0bit/)
})

test('a quantity that is not there at all is left to be named by whoever knows its key', () => {
  for (const unit of [duration(), rate(), percent()]) {
    const { error } = z.object({ size: unit }).safeParse({}, { error: () => 'named' })
    assert.equal(error?.issues[0]?.message, 'named')
  }
})

test('the JSON schema of a unit is that of its text', () => {
  const schema = z.toJSONSchema(z.strictObject({ delay: duration() }), { io: 'input' })
  assert.deepEqual(schema.properties?.delay, {
    type: 'string',
    pattern: '^(\\d+(\\.\\d+)?(ms|s|m|h))+$',
  })
})

test('formats by the largest unit that divides', () => {
  assert.equal(formatRate(1_000_000_000), '1gbit')
  assert.equal(formatRate(1_001), '1001bit')
  assert.equal(formatPercent(0.07), '7%')
})

test('whatever is accepted can be written back and read again', () => {
  const digits = fc.stringMatching(/^\d{1,20}(\.\d{1,20})?$/)
  const units = [
    [duration(), ['ms', 's', 'm', 'h']],
    [rate(), ['bit', 'kbit', 'mbit', 'gbit']],
    [percent(), ['%']],
  ] as const
  for (const [schema, names] of units) {
    fc.assert(
      fc.property(digits, fc.constantFrom(...names), (number, unit) => {
        const first = schema.safeParse(`${number}${unit}`)
        if (first.success) assert.equal(schema.parse(z.encode(schema, first.data)), first.data)
      }),
    )
  }
})

test('what is not text or a number is refused without being shown', () => {
  for (const value of [{ toString: 1 }, [1], null, true]) {
    assert.match(
      String(duration().safeParse(value).error?.issues[0]?.message),
      /^must be a duration/,
    )
  }
})
