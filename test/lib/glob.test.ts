import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fitsGlob } from '../../src/lib/glob.ts'

test('stars and question marks', () => {
  const fit = [
    ['', ''],
    ['abc', 'abc'],
    ['abc', '*'],
    ['', '*'],
    ['abc', 'a*'],
    ['abc', '*c'],
    ['abc', 'a?c'],
    ['abcabd', 'a*ab?'],
    ['abc', '***'],
  ] as const
  for (const [text, pattern] of fit) assert.ok(fitsGlob(text, pattern), `${text} ${pattern}`)
  const miss = [
    ['abc', ''],
    ['', '?'],
    ['abc', 'ab'],
    ['abc', 'b*'],
    ['abc', 'a?'],
    ['abc', 'a.c'],
    ['abc', '????'],
  ] as const
  for (const [text, pattern] of miss) assert.ok(!fitsGlob(text, pattern), `${text} ${pattern}`)
})

test('agrees with the regular expression of the same meaning', () => {
  const letters = (alphabet: string) =>
    fc.array(fc.constantFrom(...alphabet), { maxLength: 7 }).map((list) => list.join(''))
  fc.assert(
    fc.property(letters('ab'), letters('ab*?'), (text, pattern) => {
      const expression = pattern.replaceAll('*', '.*').replaceAll('?', '.')
      assert.equal(fitsGlob(text, pattern), new RegExp(`^${expression}$`).test(text))
    }),
  )
})

test('a pattern full of stars is answered at once', () => {
  assert.equal(fitsGlob('a'.repeat(2_000), `${'a*'.repeat(500)}b`), false)
})
