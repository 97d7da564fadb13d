import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asPathText } from '../../src/dut/as-path-text.ts'

test('one spelling: spaces, and the members of sets in ascending order, each once', () => {
  for (const [text, wanted] of [
    ['', ''],
    ['  64501   64502 ', '64501 64502'],
    ['64501 64501', '64501 64501'],
    ['1 {20,3}', '1 {3,20}'],
    ['1 { 20 3 } 5', '1 {3,20} 5'],
    ['1{20 3 20}5', '1 {3,20} 5'],
    ['{7}', '{7}'],
  ] as const)
    assert.equal(asPathText(text), wanted)
})
