import assert from 'node:assert/strict'
import { test } from 'node:test'
import { InputError } from '../../src/lib/errors.ts'
import { readShapeArguments } from '../../src/load/shape-arguments.ts'

const problems = (written: Readonly<Record<string, unknown>>): readonly string[] => {
  try {
    readShapeArguments(written)
  } catch (error) {
    assert.ok(error instanceof InputError)
    return error.problems
  }
  return []
}

test('numbers of the command line are numbers, defaults are filled in', () => {
  assert.deepEqual(readShapeArguments({ shape: 'tree', nodes: '7' }), {
    shape: 'tree',
    nodes: 7,
    arity: 2,
  })
})

test('every mistake is named with what could be written', () => {
  assert.deepEqual(problems({ shape: 'rnig', nodes: '7' }), [
    'shape: unknown shape "rnig" (did you mean "ring"? known: ring, line, mesh, hub, star, tree, clos, grid, clique-b, barabasi-albert, waxman, internet)',
  ])
  assert.deepEqual(problems({ shape: 'ring', nodes: '2', with: '3' }), [
    'nodes: this shape needs at least 3 nodes, found 2',
    'with: unknown key "with" (known: shape, nodes, seed)',
  ])
  assert.deepEqual(problems({ shape: 'ring' }), ['nodes: "nodes" is missing'])
})
