/** What each mode asks of the engine: sizes, paces, ends. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { config, performed } from '../flood-double.ts'

const jobsOf = async (values: Readonly<Record<string, unknown>>, environment = {}) =>
  (await performed(config({ repeat: 1, ...values }, environment))).engine.jobs

test("'single' conditions with the table from every source, and announces in bursts", async () => {
  const [conditioning, burst] = await jobsOf({ mode: 'single', table: 50, burst: 20, flap: true })
  assert.deepEqual([conditioning?.updates, conditioning?.sources], [100, 'all'])
  assert.deepEqual([conditioning?.endOfRib, conditioning?.until], [true, 'prefixes'])
  assert.ok(conditioning?.stream.type === 'synthetic' && !conditioning.stream.flap)
  assert.deepEqual([burst?.updates, burst?.sources, burst?.pace.type], [20, 'first', 'flat-out'])
  assert.ok(burst?.canaries && burst.stream.type === 'synthetic' && burst.stream.flap)
})

test("a burst of 'multi' is paced, and its conditioning is not", async () => {
  const [conditioning, burst] = await jobsOf({ mode: 'multi', rate: '1k/s..5k/s:10s,5k/s' })
  assert.equal(conditioning?.pace.type, 'flat-out')
  assert.deepEqual(burst?.pace, {
    type: 'rate',
    stages: [
      { fromPerS: 1000, toPerS: 5000, forMs: 10_000 },
      { fromPerS: 5000, toPerS: 5000 },
    ],
  })
})

test('a burst with a duration and without a size goes on until then', async () => {
  const [, burst] = await jobsOf({ mode: 'multi', duration: '3s' })
  assert.deepEqual([burst?.updates, burst?.timeLimitMs], [undefined, 3000])
})

test("'rate' keeps a window of outstanding UPDATEs for ten seconds, all sources", async () => {
  const jobs = await jobsOf({ mode: 'rate', window: 77, largestBlock: 5 })
  const job = jobs.at(-1)
  assert.deepEqual(job?.pace, { type: 'window', outstanding: 77, largestBlock: 5 })
  assert.deepEqual([job?.sources, job?.timeLimitMs, job?.updates], ['all', 10_000, undefined])
})

test("'single-rate' with a count has no time limit", async () => {
  const job = (await jobsOf({ mode: 'single-rate', count: '10k' })).at(-1)
  assert.deepEqual([job?.sources, job?.timeLimitMs, job?.updates], ['first', undefined, 10_000])
})

test("a time limit is that of rate tests where there are some; kakapo's is that of no other", async () => {
  const limits = async (values: Readonly<Record<string, unknown>>, environment = {}) =>
    (await jobsOf(values, environment)).map(({ timeLimitMs, updates }) => [timeLimitMs, updates])
  assert.deepEqual(await limits({ mode: 'pam', duration: '3s', table: 50 }), [
    [undefined, 100],
    [undefined, 50],
    [3000, undefined],
    [3000, undefined],
  ])
  assert.deepEqual(await limits({ table: 50, burst: 50 }, { MODE: 'MULTI', RATETIMELIMIT: '3' }), [
    [undefined, 100],
    [undefined, 50],
  ])
})

test('a small window has one thread, and the user has the last word', () => {
  const threads = (values: Readonly<Record<string, unknown>>) => config(values).setup.threads
  assert.deepEqual(
    [
      threads({ mode: 'rate', window: 10 }),
      threads({ mode: 'rate', window: 5000 }),
      threads({ mode: 'multi', window: 10 }),
      threads({ mode: 'multi', threads: 1 }),
    ],
    [1, 2, 2, 1],
  )
})

test("'file' goes from one source, or all; as recorded where a speed is given", async () => {
  const [flatOut] = await jobsOf({ mode: 'file', file: 'x' })
  const [recorded] = await jobsOf({ mode: 'file', file: 'x', speed: 2, from: 'all' })
  assert.deepEqual(
    [flatOut?.sources, flatOut?.pace.type, flatOut?.until],
    ['first', 'flat-out', 'prefixes'],
  )
  assert.deepEqual([recorded?.sources, recorded?.pace], ['all', { type: 'recorded', speed: 2 }])
})

test('a device forwards a file that it has already no more, but for its canary', async () => {
  const ends = async (values: Readonly<Record<string, unknown>>) =>
    (await jobsOf({ mode: 'file', file: 'x', repeat: 3, ...values })).map(({ until }) => until)
  assert.deepEqual(await ends({}), ['prefixes', 'canaries', 'canaries'])
  assert.deepEqual(await ends({ restart: true }), ['prefixes', 'prefixes', 'prefixes'])
  assert.deepEqual(await ends({ until: 'count' }), ['count', 'count', 'count'])
})

test("kakapo's FILE ends with the canary behind the file", async () => {
  const [job] = await jobsOf({}, { MODE: 'FILE' })
  assert.equal(job?.until, 'canaries')
})

test("'func' sends one UPDATE at a time and awaits exactly its prefixes", async () => {
  const [, ...rounds] = await jobsOf({ mode: 'func', burst: 2 })
  assert.deepEqual(
    rounds.map(({ updates, until, sources }) => [updates, until, sources]),
    [
      [1, 'prefixes', 'first'],
      [1, 'prefixes', 'first'],
    ],
  )
})

test("'pam' and 'both' and 'single-only' burst from the sources that they name", async () => {
  const sources = async (mode: string) => (await jobsOf({ mode })).map((job) => job.sources)
  assert.deepEqual(await sources('pam'), ['all', 'first', 'first', 'all'])
  assert.deepEqual(await sources('both'), ['all', 'first', 'all'])
  assert.deepEqual(await sources('single-only'), ['first'])
})
