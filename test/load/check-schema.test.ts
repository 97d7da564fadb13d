import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { checkSchema } from '../../src/load/check-schema.ts'
import { readSource } from '../../src/load/yaml-source.ts'

const schema = z.strictObject({
  id: z.string(),
  size: z.int().min(1).max(9).optional(),
  mode: z.enum(['cut', 'admin']).optional(),
  either: z
    .union([z.array(z.string()), z.strictObject({ count: z.int(), of: z.string() })])
    .optional(),
  step: z
    .discriminatedUnion('do', [
      z.strictObject({ do: z.literal('flood'), rate: z.int() }),
      z.strictObject({ do: z.literal('link-down') }),
    ])
    .optional(),
  own: z
    .string()
    .refine((text) => text === 'ok', { error: 'not ok\nwrite ok' })
    .optional(),
})
const messages = (text: string) =>
  checkSchema(readSource('x', text), schema).problems.map(({ line, message, hint }) =>
    [line, message, ...(hint ? [hint] : [])].join(' | '),
  )

test('a valid file gives its value', () => {
  const { value, problems } = checkSchema(readSource('x', 'id: a\nsize: 3'), schema)
  assert.deepEqual(value, { id: 'a', size: 3 })
  assert.deepEqual(problems, [])
})

test('types, bounds and choices in plain words', () => {
  assert.deepEqual(messages('id: 5\nsize: 10\nmode: cutt'), [
    '1 | expected text, found 5 | write "5" in quotes',
    '2 | expected at most 9, found 10',
    '3 | unknown mode "cutt" | did you mean "cut"? known: cut, admin',
  ])
  assert.deepEqual(messages('id: a\nsize: "3"'), [
    '2 | expected a number, found "3" | write 3 without quotes',
  ])
})

test('of several forms the one is judged that was meant', () => {
  assert.deepEqual(messages('id: a\neither: [a, 3]'), [
    '2 | expected text, found 3 | write "3" in quotes',
  ])
  assert.deepEqual(messages('id: a\neither: { count: 3 }'), ['2 | "of" is missing'])
  assert.deepEqual(messages('id: a\neither: 7'), ['2 | no valid form, found 7'])
})

test('the word that tells forms apart is judged first', () => {
  assert.deepEqual(messages('id: a\nstep: { do: flod }'), [
    '2 | unknown do "flod" | did you mean "flood"? known: flood, link-down',
  ])
  assert.deepEqual(messages('id: a\nstep: { rate: 3 }'), [
    '2 | "do" is missing | known: flood, link-down',
  ])
  assert.deepEqual(messages('id: a\nstep: { do: flood, raet: 3 }'), [
    '2 | unknown key "raet" | did you mean "rate"? known: do, rate',
  ])
})

test('a message of the schema may bring its hint', () => {
  assert.deepEqual(messages('id: a\nown: bad'), ['2 | not ok | write ok'])
})
