/** Whatever the file holds: a plan, or an InputError with places. Never anything else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { stringify } from 'yaml'
import { faults } from '../../src/faults/index.ts'
import { InputError } from '../../src/lib/errors.ts'
import { expand } from '../../src/run/timeline.ts'
import { planOf } from '../run/plan-text.ts'

const good = {
  version: 1,
  name: 'fuzz',
  topology: 'lab.yaml',
  seed: 3,
  'steady-state': [{ sessions: 'all-established' }, { quiet: { for: '1s' } }],
  steps: [
    { id: 'a', do: 'link-down', on: 'r1--r2', for: '5s', with: { mode: 'one-end', end: 'r1' } },
    { id: 'b', do: 'node-stop', on: { pick: 1, exclude: ['r1'] }, after: 'a', for: '5s' },
    {
      sequence: [
        { id: 'c', do: 'session-reset', on: 'r4==r5', every: { period: '9s', count: 2 } },
        {
          parallel: [
            { id: 'd', do: 'partition', on: ['r1'], for: '1s', with: { groups: [['r2']] } },
          ],
        },
      ],
      at: '5s',
    },
    {
      id: 'e',
      do: 'prefix-withdraw',
      on: 'r1',
      after: { step: ['a', 'b'], event: 'healed' },
      for: '1s',
    },
  ],
  limits: { 'nodes-down': 3, 'keep-connected': ['r3', 'r3'] },
  assertions: ['convergence(a).p95 <= 2s'],
  probes: { interval: '1s' },
}

type Path = readonly (string | number)[]

const pathsOf = (value: unknown, path: Path = []): Path[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, item]) => pathsOf(item, [...path, key]))]
    : [path]

const replaced = (value: unknown, path: Path, by: unknown): unknown => {
  const [key, ...rest] = path
  if (key === undefined) return by
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) }
  const holder = copy as Record<string | number, unknown>
  holder[key] = replaced(holder[key], rest, by)
  return copy
}

const junk = fc.oneof(
  fc.constantFrom(
    undefined,
    null,
    '',
    'a',
    'r1',
    'r1->r2',
    '*',
    'all',
    'cut-vertices',
    'group:',
    '__proto__',
    'constructor',
    '-1s',
    '1e9s',
    '99999999999999h',
    [],
    {},
    [[]],
    [null],
    { id: 'a' },
    { __proto__: null, toString: 1 },
    -1,
    0,
    1.5,
    1e308,
    true,
  ),
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }),
)

const attempt = async (text: string) => {
  try {
    const plan = await planOf(text)
    expand(plan, faults)
  } catch (error) {
    assert.ok(
      error instanceof InputError,
      `${error instanceof Error ? error.stack : error}\n${text}`,
    )
    for (const problem of error.problems) assert.match(problem, /^plan\.yaml:\d+:\d+: .+\n/)
  }
}

test('the plan that is broken below is a good one', async () => {
  assert.equal(expand(await planOf(stringify(good)), faults).length, 6)
})

test('any value in place of any other', async () => {
  const mutation = fc.tuple(fc.constantFrom(...pathsOf(good)), junk)
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 2 }), async (mutations) => {
      const broken = mutations.reduce<unknown>((value, [path, by]) => {
        const known = pathsOf(value).some((other) => other.join() === path.join())
        return known ? replaced(value, path, by) : value
      }, good)
      await attempt(stringify(broken, { aliasDuplicateObjects: false }) ?? '')
    }),
    { numRuns: 400 },
  )
})

test('any cut and any inserted characters in the text', async () => {
  const text = stringify(good)
  await fc.assert(
    fc.asyncProperty(fc.nat(text.length), fc.nat(20), fc.string(), async (at, length, insert) =>
      attempt(text.slice(0, at) + insert + text.slice(at + length)),
    ),
    { numRuns: 200 },
  )
})
