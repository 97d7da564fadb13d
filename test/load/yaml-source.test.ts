import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { formatProblem } from '../../src/load/problem.ts'
import { type Path, readSource } from '../../src/load/yaml-source.ts'

const TEXT = `name: lab
nodes:
  a: { asn: 5 }
  b:
    kind: frr
links:
  - [a, b]
  - endpoints: [b, c]
`
const source = readSource('lab.yaml', TEXT)
const frame = (path: Path, at?: 'key' | 'value') =>
  formatProblem(source.problem(path, 'here', at ? { at } : {})).split('\n')

test('a path leads to its place, by key or by value', () => {
  assert.equal(source.place(['name']), 'lab.yaml:1:7')
  assert.equal(source.place(['name'], 'key'), 'lab.yaml:1:1')
  assert.equal(source.place(['nodes', 'a', 'asn']), 'lab.yaml:3:13')
  assert.equal(source.place(['links', 0, 1]), 'lab.yaml:7:9')
  assert.equal(source.place(['links', 1, 'endpoints', 1]), 'lab.yaml:8:20')
})

test('a block is marked by its key, a list entry at its start', () => {
  assert.deepEqual(frame(['nodes', 'b']), ['lab.yaml:4:3: here', '  4 |   b:', '    |   ^'])
  assert.equal(source.place(['links', 1]), 'lab.yaml:8:5')
})

test('what is not there is marked where it is missing', () => {
  assert.equal(source.place(['nodes', 'a', 'kind']), 'lab.yaml:3:6')
  assert.equal(source.place(['nodes', 'b', 'asn']), 'lab.yaml:4:3')
  assert.equal(source.place(['links', 9]), 'lab.yaml:6:1')
  assert.equal(source.place(['defaults', 'kind']), 'lab.yaml:1:1')
})

test('a path through an alias leads to what the alias stands for', () => {
  const aliased = readSource('x', 'a: &one { b: 1 }\nc: *one\n')
  assert.equal(aliased.place(['c', 'b']), 'x:1:14')
  assert.equal(aliased.place(['c']), 'x:2:4')
})

test('hints stand under what is meant, and no text of a file steers the terminal', () => {
  const odd = readSource('x', 'a: "\u001b[31mred"\t# tab\n')
  const text = formatProblem(odd.problem(['a'], 'say \u001b[0m', { hint: 'do' }))
  assert.equal(text, 'x:1:4: say  [0m\n  1 | a: " [31mred" # tab\n    |    ^^^^^^^^^^ do')
})

test('a byte order mark and Windows line ends do not move places', () => {
  const windows = readSource('x', '\uFEFFa: 1\r\nb: 2\r\n')
  assert.deepEqual(windows.value, { a: 1, b: 2 })
  assert.equal(windows.place(['b']), 'x:2:4')
  assert.equal(formatProblem(windows.problem(['b'], 'm')), 'x:2:4: m\n  2 | b: 2\n    |    ^')
})

test('problems of a file are collected, not thrown, and leave no value', () => {
  const broken = readSource('x', 'a: 1\na: 2\nb: *c\n')
  assert.deepEqual(
    broken.problems.map(({ line, message }) => [line, message]),
    [
      [2, 'the key a is given twice'],
      [3, 'no anchor &c above this alias'],
    ],
  )
  assert.equal(broken.value, null)
})

test('any text is read without an exception, and every problem has a place in it', () => {
  const token = fc.constantFrom(
    ...[
      'a',
      'b',
      ':',
      ': ',
      '- ',
      '\n',
      ' ',
      '  ',
      '[',
      ']',
      '{',
      '}',
      ',',
      '"',
      "'",
      '#',
      '&a',
      '*a',
    ],
    ...[
      '!t',
      '|',
      '>',
      '---',
      '...',
      '\t',
      '\r\n',
      '%YAML 1.1',
      '? ',
      '~',
      '1',
      '<<: ',
      '\u0000',
      '@',
    ],
  )
  fc.assert(
    fc.property(fc.array(token, { maxLength: 40 }), (tokens) => {
      const text = tokens.join('')
      const { problems, problem } = readSource('x', text)
      const lines = text.split('\n').length
      for (const found of [...problems, problem(['a', 0, 'b'], 'm'), problem([], 'm')]) {
        assert.ok(found.line >= 1 && found.line <= lines && found.column >= 1)
        assert.doesNotMatch(formatProblem(found), /undefined|NaN/)
      }
    }),
    { numRuns: 3000 },
  )
})
