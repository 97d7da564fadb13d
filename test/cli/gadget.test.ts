import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { XMLValidator } from 'fast-xml-parser'
import { gadgets } from '../../src/events/gadgets/index.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { runCli } from './run-cli.ts'

test('gadget lists all, plays one, and says so when there is no such one', () => {
  const all = runCli(['gadget'])
  assert.equal(all.status, 0)
  for (const { name, summary } of gadgets)
    assert.match(all.stdout, new RegExp(`^${name} +${summary}$`, 'm'))
  const one = runCli(['gadget', 'bad-gadget'])
  assert.match(one.stdout, /stable states: 0/)
  assert.match(one.stdout, /in step +announced +oscillating, for ever, every 80 ms/)
  const none = runCli(['gadget', 'good'])
  assert.equal(none.status, 2)
  assert.match(none.stderr, /unknown gadget good/)
})

test('the same as JSON: stable states and what each act led to', () => {
  const { stdout } = runCli(['gadget', 'wedgie', '--json', '--seed', '2'])
  const { stableStates, plays } = JSON.parse(stdout) as {
    stableStates: Record<string, number[]>[]
    plays: { acts: { act: string; outcome: string; routes: Record<string, number[]> }[] }[]
  }
  assert.equal(stableStates.length, 2)
  const acts = plays.at(-1)?.acts ?? []
  assert.deepEqual(acts.at(-1)?.routes, { as1: [], as2: [3, 4, 1], as3: [4, 1], as4: [1] })
  assert.ok(acts.every(({ outcome }) => outcome === 'converged'))
})

const folder = mkdtempSync(join(tmpdir(), 'lemur-gadget-'))
after(() => rmSync(folder, { recursive: true, force: true }))

test('--report draws it: a page like that of a run, or the drawing of the docs', () => {
  const page = join(folder, 'wedgie.html')
  assert.equal(runCli(['gadget', 'wedgie', '--report', page]).status, 0)
  const text = readFileSync(page, 'utf8')
  assert.equal(XMLValidator.validate(text.replace(/^<!doctype html>\n/, '')), true)
  for (const part of ['<svg ', 'main link fails', 'RFC 4264', 'backup link is back', '3 4 1'])
    assert.ok(text.includes(part), part)
  const ids = [...text.matchAll(/ id="([^"]+)"/g)].map((match) => match[1] as string)
  assert.equal(new Set(ids).size, ids.length)
  const svg = join(folder, 'wedgie.svg')
  assert.equal(runCli(['gadget', 'wedgie', '--report', svg]).status, 0)
  const committed = readFileSync(join(packageRoot(), 'docs/figures/gadget-wedgie.svg'), 'utf8')
  assert.equal(readFileSync(svg, 'utf8'), committed)
})

test('what cannot be drawn is refused, and --dry-run writes nothing', () => {
  for (const args of [
    ['--report', 'x.svg'],
    ['wedgie', '--report', 'x.png'],
  ]) {
    const { status, stderr } = runCli(['gadget', ...args])
    assert.equal(status, 2)
    assert.match(stderr, /which gadget|\.html or \.svg/)
  }
  const none = join(folder, 'none.svg')
  assert.match(runCli(['gadget', 'wedgie', '--report', none, '--dry-run']).stderr, /would write/)
  assert.throws(() => readFileSync(none))
  assert.equal(runCli(['gadget', 'wedgie', '--report', join(folder, 'no/such.svg')]).status, 3)
})
