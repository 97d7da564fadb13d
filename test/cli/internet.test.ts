import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { runCli } from './run-cli.ts'

const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-internet-'))
after(() => rmSync(folder, { recursive: true }))

// 1 and 2 at the top; 9 is a customer of both of their customers.
const SMALL = '# a comment\n1|2|0|x\n1|3|-1|x\n2|4|-1|x\n3|9|-1|x\n4|9|-1|x\n4|8|-1|x\n'
const file = join(folder, 'small.txt.gz')
writeFileSync(file, gzipSync(SMALL))

const solveIt = (...args: string[]) => runCli(['internet', 'solve', file, ...args])

test('solve: routes in figures, and the paths that were asked for', () => {
  const { status, stdout, stderr } = solveIt('--origin', '9', '--from', '8,AS1', '--from', '9')
  assert.deepEqual([status, stderr], [0, ''])
  assert.deepEqual(stdout.trimEnd().split('\n'), [
    'origin 9: 5 other ASes have a route, 0 have none',
    'learned from a customer 4, a peer 0, a provider 1',
    'path length: 1.60 on average, at most 2',
    '8: 4 9 (provider)',
    '1: 3 9 (customer)',
    '9: own prefix',
  ])
})

test('solve: an outage, a hijack and a leak at once, as JSON', () => {
  const cut = ['--origin', '9', '--without', '3-9', '--hijacker', '8', '--leaker', '3']
  const { status, stdout } = solveIt(...cut, '--from', '1', '--json')
  assert.equal(status, 0)
  assert.deepEqual(JSON.parse(stdout), {
    origin: 9,
    customer: 2,
    peer: 1,
    provider: 2,
    unreached: 0,
    meanLength: (1 + 2 + 2 + 3 + 4) / 5,
    longest: 4,
    changes: { lost: 0, gained: 0, moved: 2, longer: 2, shorter: 0 },
    // Of 4's two customers, the one with the lower AS number wins.
    hijack: { attacker: 8, forgedOrigin: false, toVictim: 0, toAttacker: 4, nowhere: 0 },
    leak: { leaker: 3, leaks: true, before: 0, after: 0 },
    paths: [{ asn: 1, learnedFrom: 'peer', path: [2, 4, 9] }],
  })
})

test('solve --routes: one line an AS', () => {
  const { stdout } = solveIt('--origin', '9', '--without', '2', '--routes')
  assert.equal(
    stdout,
    '1|customer|3 9\n2|none|\n3|customer|9\n4|customer|9\n8|provider|4 9\n9|origin|\n',
  )
})

const WRONG: readonly (readonly [readonly string[], RegExp])[] = [
  [['solve', file, '--origin', '7'], /--origin 7: no such AS in the graph/],
  [['solve', '--origin', '7'], /name a file of AS relationships, or say --ases N/],
  [['solve', file, '--ases', '10', '--origin', '7'], /name a file of AS relationships, or say/],
  [['solve', file, '--origin', '9', '--without', '1-9'], /1-9: the two are no neighbours/],
  [['solve', file, '--origin', '9', '--without', '1-2-3'], /an AS \(64500\) or a link/],
  [['solve', file, '--origin', 'x'], /an AS number, such as 64500/],
  [['solve', file, '--origin', '9', '--forged-origin'], /goes with --hijacker/],
  [['solve', file, '--origin', '9', '--hijacker', '9'], /cannot hijack its own prefix/],
  [['solve', 'package.json', '--origin', '1'], /package\.json:1:1: an AS number belongs here/],
  [['stats', 'no-such-file'], /cannot read no-such-file: there is no such file/],
  [['draw', '--ases', '1'], /a whole number from 2 to/],
  [['draw', '--ases', '5', '-o', folder], /cannot write/],
  [['infer', 'package.json'], /no MRT file/],
]

for (const [args, expected] of WRONG)
  test(`internet ${args.join(' ').replaceAll(folder, '')} exits 2 with a reason`, () => {
    const { status, stderr } = runCli(['internet', ...args])
    assert.match(stderr, expected)
    assert.doesNotMatch(stderr, /\n\s+at |mistake of chaoslemur/)
    assert.equal(status, 2)
  })

test('draw, stats: what is drawn to a file is what is drawn in memory; the seed counts', () => {
  const path = join(folder, 'drawn.txt')
  const drawn = runCli(['internet', 'draw', '--ases', '300', '--seed', '4', '-o', path])
  assert.equal(drawn.status, 0)
  assert.match(drawn.stderr, /lines written to/)
  const text = readFileSync(path, 'utf8')
  assert.equal(runCli(['internet', 'draw', '--ases', '300', '--seed', '4']).stdout, text)
  assert.match(text, /^# chaoslemur internet draw --ases 300 --seed 4\n1\|\d+\|-1\|drawn\n/)
  const stats = runCli(['internet', 'stats', path, '--json'])
  assert.equal(JSON.parse(stats.stdout).ases, 300)
  const memory = runCli(['internet', 'stats', '--ases', '300', '--seed', '4', '--json'])
  assert.equal(memory.stdout, stats.stdout)
  assert.match(runCli(['internet', 'stats', path]).stdout, /^ASes +300\nlinks +\d+\n/)
})

test('provider cycles are told', () => {
  const { stdout, stderr } = runCli(['internet', 'stats', '-'], '1|2|-1\n2|3|-1\n3|1|-1\n')
  assert.match(stdout, /provider cycles +1\n/)
  assert.equal(stderr, 'provider cycle: 1 > 2 > 3 > 1\n')
})

test('infer: relationships of a recorded table, its quality on stderr', () => {
  const path = join(folder, 'inferred.txt')
  const table = 'test/recorded/mrt/bview.20020722.2337.gz'
  const { status, stdout } = runCli(['internet', 'infer', table, '-o', path, '--json'])
  assert.equal(status, 0)
  const { routes, explainedShare, ases } = JSON.parse(stdout)
  assert.equal(routes, 115_521)
  assert.ok(explainedShare > 0.99)
  const stats = runCli(['internet', 'stats', path, '--json'])
  assert.equal(JSON.parse(stats.stdout).ases, ases)
})
