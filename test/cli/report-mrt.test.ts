/** `report --format mrt`: what a run captured, against its journal and against bgpdump. */
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { bgpdumpLines } from '../../src/bgp/mrt/bgpdump/lines.ts'
import { dumpPrefix } from '../../src/bgp/mrt/bgpdump/nlri.ts'
import { updateParts } from '../../src/bgp/mrt/bgpdump/update-lines.ts'
import type { MrtRecord, RecordedMessage, StateChange } from '../../src/bgp/mrt/record.ts'
import { createMrtStream } from '../../src/bgp/mrt/stream.ts'
import { addressText } from '../../src/bgp/nlri.ts'
import { EXIT } from '../../src/lib/errors.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import type { JournalEntry } from '../../src/model/event.ts'
import type { Topology } from '../../src/model/topology.ts'
import { bgpdump, whyNoBgpdump } from '../bgp/mrt/bgpdump.ts'
import { runCli } from './run-cli.ts'
import { runOnSim } from './sim-run.ts'

const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-report-mrt-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const PLAN = `version: 1
name: cut
topology: ring.yaml
repeat: { count: 2 }
steps:
  - { id: cut, do: link-down, on: r1--r2, at: 1s, for: 20s }
`
const RING = `name: ring
families: [ipv4, ipv6]
generate: { shape: ring, nodes: 4 }
`
/** A run on the simulator, made here; a run of three FRR routers on Docker, recorded. */
const RUNS = { sim: join(folder, 'runs/latest'), docker: join(packageRoot(), 'test/recorded/run') }

before(async () => {
  writeFileSync(join(folder, 'ring.yaml'), RING)
  writeFileSync(join(folder, 'plan.yaml'), PLAN)
  await runOnSim({ file: join(folder, 'plan.yaml'), runs: join(folder, 'runs') })
})

const journalOf = (run: string): readonly JournalEntry[] =>
  readFileSync(join(run, 'events.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

const topologyOf = (entries: readonly JournalEntry[]): Topology => {
  const [head] = entries
  assert.equal(head?.type, 'run-started')
  return head.topology
}

/** The file that the command writes, whose name says that it is packed. */
const exported = (run: string, ...options: readonly string[]): Buffer => {
  const file = join(folder, 'out.mrt.gz')
  const { status, stderr } = runCli(['report', run, '--format', 'mrt', '-o', file, ...options])
  assert.equal(status, EXIT.ok, stderr)
  return gunzipSync(readFileSync(file))
}

const recordsOf = (bytes: Uint8Array): readonly MrtRecord[] => {
  const records: MrtRecord[] = []
  const stream = createMrtStream({
    record: (record) => {
      assert.notEqual(record.type, 'unsupported')
      records.push(record as MrtRecord)
    },
    problem: ({ error }) => assert.fail(error.message),
  })
  stream.push(bytes)
  stream.end()
  return records
}

const isUpdate = (record: MrtRecord): record is RecordedMessage =>
  record.type === 'message' && record.message[18] === 2

/** Microseconds since 1970: of a record, and of the journal's milliseconds. */
const timeOf = ({ timeS, microseconds = 0 }: { timeS: number; microseconds?: number }): number =>
  timeS * 1_000_000 + microseconds
const microseconds = (atMs: number): number => Math.round(atMs * 1000)

/** Who told whom what, and when, in words that both sides can be put into. */
const told = (record: RecordedMessage): string => {
  const { withdrawn, announced, route } = updateParts(record.message.subarray(19), {
    ...record,
    report: (problem) => assert.fail(problem),
  })
  const prefixes = [
    ...[...withdrawn, ...route.unreach.flatMap((one) => one.prefixes)].map(
      (one) => `-${dumpPrefix(one)}`,
    ),
    ...[...announced, ...route.reach.flatMap((one) => one.prefixes)].map(
      (one) => `+${dumpPrefix(one)}`,
    ),
  ]
  const ends = `${addressText(record.peer.address)} AS${record.peer.asn} to AS${record.own.asn}`
  return `${timeOf(record)} ${ends} ${prefixes.sort().join(' ')}`
}

const journalled = (entries: readonly JournalEntry[]): readonly string[] => {
  const { nodes, sessions } = topologyOf(entries)
  const asnOf = (name: string | undefined) => nodes.find((node) => node.name === name)?.asn
  const speaker = (address: string) =>
    sessions.flatMap(({ ends }) => ends).find((end) => end.address === address)?.node
  return entries.flatMap((entry) => {
    if (entry.type !== 'update-received') return []
    const { at, from, node, announced, withdrawn } = entry
    const prefixes = [...withdrawn.map((one) => `-${one}`), ...announced.map((one) => `+${one}`)]
    const ends = `${from} AS${asnOf(speaker(from))} to AS${asnOf(node)}`
    return [`${microseconds(at)} ${ends} ${prefixes.sort().join(' ')}`]
  })
}

for (const [name, run] of Object.entries(RUNS)) {
  test(`${name}: every UPDATE of the journal, with its time and both ends`, () => {
    const records = recordsOf(exported(run))
    const expected = journalled(journalOf(run))
    assert.ok(expected.length > 10)
    assert.deepEqual(records.filter(isUpdate).map(told).sort(), expected.toSorted())
  })

  test(`${name}: every session that came or went, in order of time`, () => {
    const records = recordsOf(exported(run))
    const states = records.filter((record): record is StateChange => record.type === 'state-change')
    const expected = journalOf(run).flatMap((entry) =>
      entry.type === 'session-changed'
        ? [`${microseconds(entry.at)} ${entry.up ? '5 to 6' : '6 to 1'}`]
        : [],
    )
    assert.ok(expected.length > 3)
    const got = states.map((one) => `${timeOf(one)} ${one.oldState} to ${one.newState}`)
    assert.deepEqual(got.toSorted(), expected.toSorted())
    const times = records.map(timeOf)
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    )
  })

  test(`${name}: bgpdump reads it as we do`, { skip: whyNoBgpdump }, () => {
    const octets = exported(run)
    const options = { options: {}, peers: undefined, report: () => undefined }
    const lines = recordsOf(octets).flatMap((record) => bgpdumpLines(record, options))
    assert.ok(lines.some((line) => line.startsWith('BGP4MP_ET|')))
    assert.deepEqual(lines, bgpdump(octets))
  })
}

test('one router, one session, and names that are none', () => {
  const topology = topologyOf(journalOf(RUNS.sim))
  const { asn } = topology.nodes.find(({ name }) => name === 'r2') ?? assert.fail()
  const records = recordsOf(exported(RUNS.sim, '--node', 'r2')) as readonly RecordedMessage[]
  assert.ok(records.length > 0)
  for (const { own } of records) assert.equal(own.asn, asn)
  const [session] = topology.sessions
  const ends = session?.ends.map(({ address }) => address).sort()
  const one = recordsOf(exported(RUNS.sim, '--session', String(session?.id)))
  for (const { own, peer } of one as readonly RecordedMessage[])
    assert.deepEqual([own.address, peer.address].map(addressText).sort(), ends)
  const { status, stderr } = runCli(['report', RUNS.sim, '--format', 'mrt', '--node', 'r22'])
  assert.equal(status, EXIT.input)
  assert.match(stderr, /the run has no node r22/)
})

test('a file whose name has no .gz is not packed, and the default is in the run folder', () => {
  const file = join(folder, 'plain.mrt')
  runCli(['report', RUNS.sim, '--format', 'mrt', '-o', file])
  assert.ok(readFileSync(file).equals(exported(RUNS.sim)))
  runCli(['report', RUNS.sim, '--format', 'mrt'])
  const packed = readFileSync(join(RUNS.sim, 'messages.mrt.gz'))
  assert.ok(gunzipSync(packed).equals(readFileSync(file)))
})
