import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { gunzipSync } from 'node:zlib'
import { EXIT } from '../../src/lib/errors.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { runCli } from './run-cli.ts'

const recorded = (name: string): string => join(packageRoot(), 'test/recorded/mrt', name)
const ADD_PATH = 'bview.ipv4_unicast_add_path.gz'
const MASK = 'updates.nlri_mask_trailing_bits.gz'
const textOf = (name: string): string =>
  gunzipSync(readFileSync(recorded(`${name}.bgp.gz`))).toString()

test('several files, one after the other, as bgpdump prints them', () => {
  const { status, stdout, stderr } = runCli(['mrt', recorded(ADD_PATH), recorded(MASK)])
  assert.equal(stdout, textOf(ADD_PATH) + textOf(MASK))
  assert.equal(status, EXIT.ok)
  // The announcement ends with an octet that is no prefix.
  assert.match(stderr, /^\S+: record 1, octet 0: a prefix of 11 bits in 0 octets\n$/)
})

test("bgpdump's own flags are understood", () => {
  assert.equal(runCli(['mrt', '-vm', recorded(MASK)]).stdout, textOf(MASK))
  const [line = ''] = runCli(['mrt', '-m', '-l', '-u', recorded(MASK)]).stdout.split('\n')
  assert.equal(line, textOf(MASK).trimEnd().replace('|NAG||', '||NAG|||'))
})

test('--json: one object for each record', () => {
  const { stdout } = runCli(['mrt', '--json', recorded(ADD_PATH)])
  const records = stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))
  assert.deepEqual([...new Set(records.map(({ type }) => type))], ['peer-index-table', 'rib'])
  const [{ peers }, { prefix, entries }] = records
  assert.equal(prefix, '10.0.10.0/24')
  const [first] = entries
  assert.deepEqual(first.peer, {
    asn: peers[first.peerIndex].asn,
    address: peers[first.peerIndex].address,
  })
  const { pathId, path, origin, nextHop, localPref } = first
  assert.deepEqual(
    { pathId, path, origin, nextHop, localPref },
    {
      pathId: 36,
      path: '65015 65014 65013 65012 65011',
      origin: 'IGP',
      nextHop: '10.0.15.1',
      localPref: 100,
    },
  )
})

test('a broken record: its place on stderr, everything else on stdout, exit status 2', () => {
  const bytes = gunzipSync(readFileSync(recorded('updates.20100722.2015.gz')))
  // The address family of the first record.
  bytes[23] = 9
  const path = join(mkdtempSync(join(tmpdir(), 'chaoslemur-mrt-')), 'broken')
  writeFileSync(path, bytes)
  const { status, stdout, stderr } = runCli(['mrt', path])
  rmSync(dirname(path), { recursive: true })
  const lines = textOf('updates.20100722.2015.gz').trimEnd().split('\n')
  assert.ok(stdout.trimEnd().split('\n').length < lines.length)
  assert.ok(stdout.endsWith(`${lines.at(-1)}\n`))
  assert.match(stderr, /broken: record 1, octet \d+: address family 9 \(RFC 6396 4\.4\)\n/)
  assert.equal(status, EXIT.input)
})

test('what is no MRT file, and what is no file', () => {
  const { status, stdout, stderr } = runCli(['mrt', join(packageRoot(), 'package.json')])
  assert.deepEqual([status, stdout], [EXIT.input, ''])
  assert.match(stderr, /record 1, octet 4: no MRT file: record type \d+ \(RFC 6396 4\)/)
  const missing = runCli(['mrt', 'missing.mrt'])
  assert.equal(missing.status, EXIT.input)
  assert.match(missing.stderr, /^cannot read missing\.mrt: there is no such file/)
})

test('-o: the records of several files in one, which is read as those were', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-mrt-'))
  try {
    for (const name of ['all.mrt', 'all.mrt.gz']) {
      const output = join(folder, name)
      const { status, stdout } = runCli(['mrt', recorded(ADD_PATH), recorded(MASK), '-o', output])
      assert.deepEqual([status, stdout], [EXIT.ok, ''])
      assert.equal(runCli(['mrt', output]).stdout, textOf(ADD_PATH) + textOf(MASK))
    }
    const plain = readFileSync(join(folder, 'all.mrt'))
    assert.ok(gunzipSync(readFileSync(join(folder, 'all.mrt.gz'))).equals(plain))
    const own = runCli(['mrt', join(folder, 'all.mrt'), '-o', join(folder, 'all.mrt')])
    assert.equal(own.status, EXIT.input)
    assert.ok(readFileSync(join(folder, 'all.mrt')).equals(plain))
  } finally {
    rmSync(folder, { recursive: true })
  }
})

test('-o: what cannot be read is left out, and what cannot be written says so', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-mrt-'))
  try {
    const bytes = gunzipSync(readFileSync(recorded('updates.20100722.2015.gz')))
    const first = 12 + bytes.readUInt32BE(8)
    bytes[23] = 9
    const [path, output] = [join(folder, 'broken'), join(folder, 'copy')]
    writeFileSync(path, bytes)
    const { status, stderr } = runCli(['mrt', path, '-o', output])
    assert.equal(status, EXIT.input)
    assert.match(stderr, /record 1, octet \d+: address family 9/)
    assert.ok(readFileSync(output).equals(bytes.subarray(first)))
    const nowhere = runCli(['mrt', path, '-o', join(folder, 'missing/copy')])
    assert.equal(nowhere.status, EXIT.environment)
    assert.match(nowhere.stderr, /cannot write .*missing\/copy/)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
