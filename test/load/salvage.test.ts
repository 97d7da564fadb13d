import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { salvage } from '../../src/load/salvage.ts'
import { readSource } from '../../src/load/yaml-source.ts'

const schema = z.strictObject({
  name: z.string().optional(),
  items: z.array(z.strictObject({ id: z.int(), note: z.string().optional() })),
})
const read = (text: string) => salvage(readSource('x', text), schema)

test('a valid file is left as it is', () => {
  const { value, problems, origin } = read('items: [{ id: 1 }]')
  assert.deepEqual(value, { items: [{ id: 1 }] })
  assert.deepEqual(problems, [])
  assert.deepEqual(origin(['items', 0, 'id']), ['items', 0, 'id'])
})

test('a broken leaf goes alone, an entry that cannot do without it goes as a whole', () => {
  const { value, problems } = read(
    'name: 5\nitems: [{ id: 1, note: 3 }, { id: x }, { id: 3, extra: 1 }]',
  )
  assert.deepEqual(value, { items: [{ id: 1 }, { id: 3 }] })
  assert.equal(problems.length, 4)
})

test('a path in what is left leads to the place in the file', () => {
  const { value, origin } = read('items: [{ id: x }, { id: 1 }, {}, 5, { id: 2 }, { id: 3 }]')
  assert.deepEqual(value?.items, [{ id: 1 }, { id: 2 }, { id: 3 }])
  assert.deepEqual(
    [0, 1, 2].map((i) => origin(['items', i, 'id'])[1]),
    [1, 4, 5],
  )
})

test('nothing is left where the outermost form is wrong', () => {
  assert.equal(read('5').value, undefined)
  assert.equal(read('name: x').value, undefined)
  assert.equal(read('').problems[0]?.message, 'the file is empty')
})
