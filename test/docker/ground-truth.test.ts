/**
 * What a run measures is what happened: a second observer stands beside it, who shares neither process nor
 * code with it (bench/truth), and both must say the same.
 */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { EventsRow, FigureRow, Judged } from '../../bench/truth/judge.ts'
import { judge } from '../../bench/truth/judge.ts'
import { bringUpTruth, type Watched, watchRun } from '../../bench/truth/play.ts'
import type { Entry, RunRecord } from '../../bench/truth/record.ts'
import { differenceOf, eventTable, figureTable } from '../../bench/truth/show.ts'
import { hostTest } from './engine.ts'
import { folderOf, removeAfter } from './lab.ts'

const LAB = { name: 'test-truth', pool: '10.199.0.0/16' }
const LARGEST_MS = 1
/**
 * Which events there were must agree in each run. Of their times, those of the two observers are taken one
 * after the other: a machine that stands still in between must not fail the test, but a fault of ours shows
 * every time.
 */
const RUNS = 3

hostTest('a run and a second observer agree', { timeout: 900_000 }, async (context) => {
  const folder = folderOf(context)
  removeAfter(context, LAB.name)
  await bringUpTruth(folder, LAB)
  let watched: Watched | undefined
  let apart: readonly string[] = ['no run']
  for (let number = 1; number <= RUNS && apart.length > 0; number++) {
    watched = await watchRun(folder, LAB, number)
    const judged = judge(watched.record, watched.seen)
    show(context, judged)
    checkEvents(judged.events)
    apart = [...figuresApart(judged.figures), ...eventsApart(judged.events)]
  }
  assert.deepEqual(apart, [])
  await context.test('and would not, had the run a time wrong', () =>
    checkShifts(watched as Watched),
  )
})

const show = (context: TestContext, { figures, events }: Judged): void => {
  const text = `${figureTable([figures])}\n\n${eventTable(events)}`
  for (const line of text.split('\n')) context.diagnostic(line)
}

/** Both have the same events. */
const checkEvents = (rows: readonly EventsRow[]): void => {
  for (const { events, onlyFirst, onlySecond } of rows)
    assert.deepEqual({ events, onlyFirst, onlySecond }, { events, onlyFirst: [], onlySecond: [] })
  const count = (wanted: string) => rows.find(({ events }) => events === wanted)?.differences.length
  for (const wanted of ['UPDATE, in the nodes', 'NOTIFICATION', ROUTES])
    assert.ok((count(wanted) ?? 0) > 0, `${wanted}: none were seen`)
}

/** Kernel routes come in bursts, of which each is read after the other: there it is the last that counts. */
const eventsApart = (rows: readonly EventsRow[]): readonly string[] =>
  rows
    .filter(({ events }) => events !== ROUTES)
    .map(({ events, differences }) => ({ events, ms: Math.max(...differences.map(Math.abs)) }))
    .filter(({ ms }) => ms >= LARGEST_MS)
    .map(({ events, ms }) => `${events}: ${ms} ms apart`)

const ROUTES = 'kernel route'

const figuresApart = (rows: readonly FigureRow[]): readonly string[] => {
  assert.ok(rows.length > 0)
  return rows
    .filter((row) => !(Math.abs(differenceOf(row) ?? Number.NaN) < LARGEST_MS))
    .map(({ figure, instance, half, run, witness }) => {
      return `${figure} of ${instance} (${half}): ${run} ms, the witness says ${witness} ms`
    })
}

/** Time by which the copies of the record are wrong. */
const SHIFT_MS = 2

const checkShifts = ({ record, seen }: Watched): void => {
  const wrong = (change: Partial<RunRecord>) => judge({ ...record, ...change }, seen)
  const last = record.entries.findLast(({ type }) => type === 'update-received')
  const shifted = (entry: Entry) => (entry === last ? { ...entry, at: entry.at + SHIFT_MS } : entry)
  const late = wrong({ entries: record.entries.map(shifted) })
  assert.match(eventsApart(late.events).join(), /UPDATE, in the nodes: .* apart/)
  const without = record.entries.filter((entry) => entry !== last)
  assert.throws(() => checkEvents(wrong({ entries: without }).events), /onlySecond/)
  for (const name of ['detection', 'convergence', 'fib-convergence']) {
    const figures = record.figures.map((figure) =>
      figure.name === name ? { ...figure, value: (figure.value ?? 0) + SHIFT_MS } : figure,
    )
    assert.notDeepEqual(figuresApart(wrong({ figures }).figures), [])
  }
}
