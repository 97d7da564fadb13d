import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  createFlatUpdate,
  explainUpdate,
  FLAT,
  flatOptions,
  walkUpdate,
} from '../../src/bgp/flat-update.ts'
import { type CodecOptions, decodeMessage, encodeMessage } from '../../src/bgp/message.ts'
import type { Update } from '../../src/bgp/update.ts'
import { WireError } from '../../src/lib/errors.ts'
import { anyUpdate } from '../lib/any-message.ts'

/** Walks it in the middle of other octets. */
const walk = (bytes: Uint8Array, options: CodecOptions, poison = 0xff) => {
  const memory = new Uint8Array(bytes.length + 200).fill(poison)
  memory.set(bytes, 100)
  const flat = createFlatUpdate()
  const code = walkUpdate(memory, 100, 100 + bytes.length, flatOptions(options), flat)
  return { code, ...flat }
}

test('a good UPDATE: counts, and every field at its place', () => {
  fc.assert(
    fc.property(anyUpdate, ({ message, options }) => {
      const { announced, withdrawn } = message as Update
      const bytes = encodeMessage(message, options)
      const flat = walk(bytes, options)
      assert.equal(flat.code, FLAT.ok)
      assert.deepEqual(
        [flat.announcedCount, flat.withdrawnCount],
        [announced.length, withdrawn.length],
      )
      const field = (at: number) => ((bytes[at - 100] as number) << 8) | (bytes[at - 99] as number)
      assert.equal(flat.withdrawn, 100 + 21)
      assert.equal(flat.withdrawnEnd - flat.withdrawn, field(flat.withdrawn - 2))
      assert.equal(flat.nlri - flat.attributes, field(flat.attributes - 2))
      assert.equal(flat.reach > 0, bytes.length > 0 && announced.some(isInReach(message as Update)))
    }),
  )
})

const isInReach =
  ({ attributes }: Update) =>
  (prefix: string) =>
    prefix.includes(':') || attributes.nextHop?.includes(':') === true

test('on damaged ones it says 0 exactly when the table path says ok, whatever is around them', () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 })
  let refused = 0
  fc.assert(
    fc.property(anyUpdate, damage, fc.nat(), ({ message, options }, changes, cut) => {
      const whole = encodeMessage(message, options)
      const bytes = whole.slice(0, cut % 4 === 0 ? Math.max(23, cut % whole.length) : whole.length)
      for (const [at, value] of changes) bytes[19 + (at % (bytes.length - 19))] = value
      bytes.set([bytes.length >> 8, bytes.length & 0xff], 16)
      const flat = walk(bytes, options)
      assert.deepEqual(flat.code, walk(bytes, options, 0).code)
      const why = explainUpdate(bytes, options)
      const isGood = !(why instanceof WireError) && why.outcome === 'ok'
      assert.equal(flat.code === FLAT.ok, isGood)
      if (!isGood) refused++
      else assert.equal(flat.announcedCount, why.announced.length)
    }),
    { numRuns: 3000 },
  )
  assert.ok(refused > 0)
})

test('what the walker refuses is explained by the table path', () => {
  const bytes = encodeMessage({
    type: 'update',
    announced: ['198.18.0.0/24'],
    withdrawn: [],
    attributes: { origin: 'igp', asPath: [] },
  })
  assert.equal(walk(bytes, {}).code, FLAT.missing)
  const why = explainUpdate(bytes, {})
  assert.ok(!(why instanceof WireError))
  assert.deepEqual(
    why.problems.map(({ code }) => code),
    [3],
  )
  assert.equal(decodeMessage(bytes).type, 'update')
})

test('the options that change what is right: width, path identifiers, other AS', () => {
  const update = {
    type: 'update',
    announced: ['198.18.0.0/24'],
    withdrawn: [],
    attributes: {
      origin: 'igp',
      asPath: [{ type: 'sequence', asns: [1, 2, 3] }],
      nextHop: '10.0.0.1',
      localPref: 100,
    },
  } as const
  const bytes = encodeMessage(update)
  assert.equal(walk(bytes, {}).code, FLAT.ok)
  assert.equal(walk(bytes, { asWidth: 2 }).code, FLAT.attribute)
  assert.equal(walk(bytes, { peer: 'external' }).code, FLAT.attribute)
  const withIds = encodeMessage(update, { addPath: ['ipv4'] })
  assert.equal(walk(withIds, { addPath: ['ipv4'] }).announcedCount, 1)
  assert.equal(walk(withIds, { addPath: ['ipv6'] }).announcedCount, 5)
})
