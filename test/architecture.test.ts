import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { modes } from '../src/flood/modes/index.ts'
import { packageRoot } from '../src/lib/package-root.ts'
import { houseViolations, shapeViolations } from './architecture/house-rules.ts'
import { importViolations } from './architecture/import-rule.ts'
import { type Registered, registryViolations } from './architecture/registry.ts'
import { readSources } from './architecture/source.ts'

const sources = readSources('src')
const tests = readSources('test')

test('imports go one way', () => {
  assert.deepEqual(sources.flatMap(importViolations), [])
})

test('every file of src/ keeps the house rules', () => {
  assert.deepEqual(sources.flatMap(houseViolations), [])
})

test('tests and benchmarks are short files with kebab-case names', () => {
  assert.deepEqual([...tests, ...readSources('bench')].flatMap(shapeViolations), [])
})

test('every fault is registered, summarized and tested', async () => {
  const entries = await registered('faults')
  const marker = /\bdefineFault\(/
  assert.deepEqual(registryViolations({ folder: 'faults', marker, entries }, sources, tests), [])
})

test('every kind is registered, summarized and tested', async () => {
  const entries = await registered('kinds')
  const marker = /^export const \w+: Kind = /m
  assert.deepEqual(registryViolations({ folder: 'kinds', marker, entries }, sources, tests), [])
})

test('every mode of the flood is registered, summarized and tested', () => {
  const [folder, marker] = ['flood/modes', /= mode\(\{/]
  const registry = { folder, marker, entries: modes }
  assert.deepEqual(registryViolations(registry, sources, tests), [])
})

const registered = async (folder: string): Promise<readonly Registered[]> => {
  if (!existsSync(join(packageRoot(), 'src', folder, 'index.ts'))) return []
  const registry = (await import(`../src/${folder}/index.js`)) as Record<string, Registered[]>
  return registry[folder] as Registered[]
}
