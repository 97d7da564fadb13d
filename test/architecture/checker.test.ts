/** The checker itself on small samples: a rule that cannot fail would protect nothing. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { houseViolations } from './house-rules.ts'
import { importViolations } from './import-rule.ts'
import { registryViolations } from './registry.ts'
import { codeOf, importsOf } from './source.ts'

const imports = (path: string, ...targets: string[]) =>
  importViolations({ path, text: targets.map((to) => `import { x } from '${to}'`).join('\n') })

test('reads every form of import, also over several lines', () => {
  const text = [
    "import 'a'",
    "import b from 'b'",
    "import {\n  c,\n  type D,\n} from '../c.ts'",
    "import type { E } from './e.ts'",
    "export { f } from './f.ts'",
    "const g = await import('./g.ts')",
    'const text = "said: import from \'nowhere\'"',
  ].join('\n')
  assert.deepEqual(importsOf({ path: 'src/x/y.ts', text }), [
    'a',
    'b',
    'src/c.ts',
    'src/x/e.ts',
    'src/x/f.ts',
    'src/x/g.ts',
  ])
})

test('imports along the rule pass', () => {
  assert.deepEqual(imports('src/bgp/a.ts', '../lib/errors.ts', './b.ts', 'zod'), [])
  assert.deepEqual(imports('src/load/import/a.ts', '../../faults/index.ts', 'node:fs'), [])
  assert.deepEqual(imports('src/cli/a.ts', '../backends/docker/up.ts', 'commander'), [])
  assert.deepEqual(imports('src/backends/docker/levers/a.ts', '../up.ts', 'dockerode'), [])
  assert.deepEqual(imports('src/backends/docker/a.ts', '../../agent/protocol.ts'), [])
})

test('imports against the rule are named', () => {
  const forbidden: [string, string][] = [
    ['src/lib/a.ts', '../model/topology.ts'],
    ['src/bgp/a.ts', '../model/topology.ts'],
    ['src/faults/a.ts', '../backends/docker/up.ts'],
    ['src/faults/a.ts', '../kinds/index.ts'],
    ['src/load/a.ts', '../faults/link-down.ts'],
    ['src/run/a.ts', '../faults/index.ts'],
    ['src/run/a.ts', '../cli/main.ts'],
    ['src/backends/docker/a.ts', '../../run/play.ts'],
    ['src/backends/docker/a.ts', '../../faults/index.ts'],
    ['src/backends/docker/a.ts', '../../agent/levers/filter.ts'],
    ['src/backends/sim/a.ts', '../docker/up.ts'],
    ['src/measure/a.ts', 'dockerode'],
    ['src/run/a.ts', 'commander'],
    ['src/kinds/a.ts', 'node:fs'],
    ['src/bgp/a.ts', 'node:net'],
    ['src/news/a.ts', '../lib/errors.ts'],
  ]
  for (const [path, target] of forbidden) {
    const violations = imports(path, target)
    assert.equal(violations.length, 1, `${path} imports ${target}`)
    assert.ok(violations[0]?.startsWith(`${path}: `))
  }
})

test('the agent may import types from outside its folder, but no values', () => {
  const violations = (text: string) => importViolations({ path: 'src/agent/a.ts', text })
  const types = "import type {\n  End,\n  Shape,\n} from '../model/effect.ts'"
  assert.deepEqual(violations(`${types}\nimport { b } from './b.ts'\nimport 'node:fs'`), [])
  assert.equal(violations("import { type End } from '../model/effect.ts'").length, 1)
  assert.equal(violations("import { explain } from '../lib/errors.ts'").length, 1)
  assert.equal(violations("import { z } from 'zod'").length, 1)
  assert.equal(violations("import type { Kind } from '../kinds/index.ts'").length, 1)
})

test('a pure folder may check addresses, but not open sockets', () => {
  const path = 'src/faults/a.ts'
  const violations = (names: string) =>
    importViolations({ path, text: `import { ${names} } from 'node:net'` })
  assert.deepEqual(violations('isIP'), [])
  assert.deepEqual(violations('isIPv4, isIPv6'), [])
  assert.equal(violations('isIP, connect').length, 1)
})

const house = (text: string, path = 'src/run/a.ts') => houseViolations({ path, text })

test('each house rule finds its violation', () => {
  const bad = [
    'const x = Math.random()',
    'const t = Date.now()',
    'const t = new Date()',
    'const f = (x: any) => x',
    'let x: any',
    'const x: any = 1',
    'const x: Array<any> = []',
    'const x: any[] = []',
    'const x = y as any',
    'export default x',
    'export { x as default }',
    "export * from './b.ts'",
    "console.log('x')",
    'x\n'.repeat(401),
  ]
  for (const text of bad) assert.equal(house(text).length, 1, text.slice(0, 40))
  for (const path of ['src/run/aB.ts', 'src/Run/a.ts', 'src/run/a_b.ts'])
    assert.equal(house('', path).length, 1, path)
})

test('words in comments and in text are no violation, nor is what has its own place', () => {
  const good = [
    '// any, Math.random() and Date.now() are not for us',
    '/* export default x\n console.log(1) */',
    "const text = 'x: any, Date.now()'",
    'const any = (anything: Company) => any1',
    'x\n'.repeat(400),
  ]
  for (const text of good) assert.deepEqual(house(text), [], text.slice(0, 40))
  assert.deepEqual(house('Math.random()', 'src/lib/random.ts'), [])
  assert.deepEqual(house('Date.now()', 'src/agent/clock.ts'), [])
  assert.deepEqual(house('Date.now()', 'src/backends/docker/engine-clock.ts'), [])
})

test('an address with // is not taken for a comment', () => {
  assert.equal(codeOf({ path: '', text: "get('http://x'); any()" }), "get(''); any()")
})

const registry = (names: readonly string[], files: Record<string, string>, testText: string) =>
  registryViolations(
    {
      folder: 'faults',
      marker: /\bdefineFault\(/,
      entries: names.map((name) => ({ name, summary: 'Does something.' })),
    },
    Object.entries(files).map(([name, text]) => ({ path: `src/faults/${name}.ts`, text })),
    [{ path: 'test/faults/all.test.ts', text: testText }],
  )

test('a complete registry passes; files that define nothing are no entries', () => {
  const files = { 'link-down': 'x = defineFault({})', index: '[linkDown]', hold: 'y' }
  assert.deepEqual(registry(['link-down'], files, "of('link-down')"), [])
})

test('what a registry lacks, or has too much of, is named', () => {
  const file = { 'link-down': 'x = defineFault({})' }
  assert.deepEqual(registry([], file, ''), ['src/faults/index.ts does not list link-down'])
  assert.deepEqual(registry(['link-down'], {}, "'link-down'"), [
    'src/faults/link-down.ts does not define link-down',
  ])
  assert.deepEqual(registry(['link-down'], file, "'link'"), [
    "no test in test/faults/ names 'link-down'",
  ])
  assert.deepEqual(registry(['link-down', 'link-down'], file, "'link-down'"), [
    'link-down is listed twice',
  ])
})

test('a summary is one line', () => {
  const entries = [{ name: 'a', summary: 'first\nsecond' }]
  const sources = [{ path: 'src/kinds/a.ts', text: 'MARK' }]
  const tests = [{ path: 'test/kinds/a.test.ts', text: "'a'" }]
  assert.deepEqual(
    registryViolations({ folder: 'kinds', marker: /MARK/, entries }, sources, tests),
    ['a has no summary of one line'],
  )
})
