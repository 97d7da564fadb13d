import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseAsRel } from '../../../src/internet/as-rel/parse.ts'
import { asRelLines } from '../../../src/internet/as-rel/write.ts'
import { drawInternet } from '../../../src/internet/draw/internet.ts'
import { buildGraph } from '../../../src/internet/graph.ts'
import { InputError } from '../../../src/lib/errors.ts'
import { createRandom } from '../../../src/lib/random.ts'
import { graphOfEdges, hierarchies, parsed } from '../as-graphs.ts'

const read = (text: string) => parseAsRel('rel.txt', new TextEncoder().encode(text))
const linesOf = (text: string): string[] => [...asRelLines(parsed(text))]

const problems = (text: string): readonly string[] => {
  try {
    read(text)
  } catch (error) {
    assert.ok(error instanceof InputError, String(error))
    return error.problems
  }
  return []
}

test('both serial forms, siblings of old files, comments, empty lines, both ends of lines', () => {
  const text = '# source:topology\n\n1|2|-1\n3|1|0|bgp\r\n2|4|1\n5|4|2\n# end\n4294967294|1|0|mlp'
  assert.deepEqual(linesOf(text), ['1|2|-1', '1|3|0', '1|4294967294|0', '2|4|1', '4|5|1'])
})

test('a comment or a file without an end of line', () => {
  assert.deepEqual(linesOf('1|2|0\n# the end'), ['1|2|0'])
  assert.equal(read('# nothing').links.size, 0)
  assert.equal(read('').links.size, 0)
})

test('what is said twice is counted, what is said otherwise is told with both lines', () => {
  assert.equal(read('1|2|-1\n1|2|-1|bgp\n3|4|0\n4|3|0\n').repeated, 2)
  assert.deepEqual(problems('# first\n1|2|-1\n3|4|0\n2|1|-1\n4|3|-1\n1|2|0\n'), [
    'rel.txt:4:1: line 2 says that 1 is a provider of 2\n' +
      '  4 | 2|1|-1\n' +
      '    | ^ a line is AS|AS|relation or AS|AS|relation|source',
    'rel.txt:5:1: line 3 says that 3 and 4 are peers\n' +
      '  5 | 4|3|-1\n' +
      '    | ^ a line is AS|AS|relation or AS|AS|relation|source',
    'rel.txt:6:1: line 2 says that 1 is a provider of 2\n' +
      '  6 | 1|2|0\n' +
      '    | ^ a line is AS|AS|relation or AS|AS|relation|source',
  ])
})

const WRONG: readonly (readonly [string, string])[] = [
  ['1|2', '1:4: the line ends too early'],
  ['1', '1:2: the line ends too early'],
  ['1|', '1:3: an AS number belongs here'],
  ['|2|0', '1:1: an AS number belongs here'],
  ['AS1|2|0', '1:1: an AS number belongs here'],
  ['1 |2|0', '1:2: only digits up to the next | belong here'],
  ['1|2x|0', '1:4: only digits up to the next | belong here'],
  ['0|2|0', '1:1: AS number 0 stands for no AS (RFC 7607)'],
  ['1|4294967296|0', '1:3: no AS number is as large as this'],
  ['1|99999999999999999999999|0', '1:3: no AS number is as large as this'],
  ['7|7|0', '1:3: a link of an AS to itself'],
  ['1|2|', '1:5: the relation is -1 (provider of), 0 (peers), 1 or 2 (siblings)'],
  ['1|2|3', '1:5: the relation is -1 (provider of), 0 (peers), 1 or 2 (siblings)'],
  ['1|2|-2', '1:5: the relation is -1 (provider of), 0 (peers), 1 or 2 (siblings)'],
  ['1|2|00', '1:5: the relation is -1 (provider of), 0 (peers), 1 or 2 (siblings)'],
  ['# ok\n1|2|0\nprovider|customer|-1', '3:1: an AS number belongs here'],
]

for (const [text, expected] of WRONG)
  test(`${JSON.stringify(text)} is told with its place`, () => {
    const [problem = ''] = problems(text)
    assert.equal(problem.split('\n')[0], `rel.txt:${expected}`)
  })

test('no more problems are told than one can read', () => {
  assert.equal(problems('x\n'.repeat(1000)).length, 20)
})

test('any octets give links or an InputError', () => {
  const octet = fc.constantFrom(...'0123456789|-\n\r# x\u00ff'.split(''))
  fc.assert(
    fc.property(fc.array(octet, { maxLength: 60 }), (octets) => {
      problems(octets.join(''))
    }),
    { numRuns: 2000 },
  )
})

test('what is written reads as the same graph', () => {
  fc.assert(
    fc.property(hierarchies(20), fc.boolean(), (random, isSecond) => {
      const graph = graphOfEdges(random)
      const form = isSecond ? { source: 'test', comments: ['x'] } : {}
      assert.deepEqual(parsed([...asRelLines(graph, form)].join('\n')), graph)
    }),
  )
  const drawn = buildGraph(drawInternet(3000, createRandom(3)).links)
  assert.deepEqual(parsed([...asRelLines(drawn)].join('\n')), drawn)
})
