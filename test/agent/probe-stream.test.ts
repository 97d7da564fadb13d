import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ProbeStream, readAnswer, readCause } from '../../src/agent/probe-stream.ts'

const INTERVAL_MS = 10
const PATIENCE_MS = 200

const stream = () => new ProbeStream(INTERVAL_MS, PATIENCE_MS)
/** The answer to the packet of this number, sent one interval after the one before it. */
const answer = (sequence: number) => ({
  address: '198.18.1.1',
  sequence,
  sentAt: 1000 + sequence * INTERVAL_MS,
})
const fed = (sequences: readonly number[]) => {
  const probes = stream()
  return { probes, changes: sequences.flatMap((sequence) => probes.answered(answer(sequence))) }
}

test('reads the line of an answer: the time of sending is that of the answer less the round trip', () => {
  const line = '[1795252447.98779] 198.18.1.1 : [0], 64 bytes, 0.068 ms (0.068 avg, 0% loss)'
  const read = readAnswer(line)
  assert.deepEqual([read?.address, read?.sequence], ['198.18.1.1', 0])
  assert.ok(Math.abs((read?.sentAt ?? 0) - 1795252447987.722) < 0.001)
})

test('reads answers of padded names, IPv6 and long round trips', () => {
  const padded = '[1795252448.10001] 198.18.10.1  : [12345], 64 bytes, 12.3 ms (1.1 avg, 3% loss)'
  assert.equal(readAnswer(padded)?.sequence, 12345)
  const ipv6 = '[1795252448.10001] 2001:2:0:1::1 : [7], 64 bytes, 104 ms (104 avg, 0% loss)'
  assert.equal(readAnswer(ipv6)?.address, '2001:2:0:1::1')
  assert.ok(Math.abs((readAnswer(ipv6)?.sentAt ?? 0) - 1795252447996.01) < 0.001)
})

test('what is no answer is not read as one', () => {
  const others = [
    '',
    '[1795252448.10001] 198.18.1.1 : [3], timed out (0.07 avg, 25% loss)',
    '[1795252448.10001] 198.18.1.1 : duplicate for [3], 64 bytes, 0.07 ms',
    '198.18.1.1 : xmt/rcv/%loss = 10/10/0%, min/avg/max = 0.05/0.06/0.07',
    'ICMP Host Unreachable from 10.0.0.1 for ICMP Echo sent to 198.18.1.1',
  ]
  for (const line of others) assert.equal(readAnswer(line), undefined, line)
})

test('reads why a probe did not arrive, whether a router said so or the kernel', () => {
  const address = '198.18.1.1'
  const causes: readonly (readonly [string, string])[] = [
    [`ICMP Network Unreachable from 10.0.0.1 for ICMP Echo sent to ${address}`, 'no-route'],
    [`ICMP Time Exceeded from 10.0.0.1 for ICMP Echo sent to ${address}`, 'ttl-exceeded'],
    [`${address}: error while sending ping: Network is unreachable`, 'no-route'],
    [`[1795252448.1] ${address} : error while sending ping: Network is unreachable`, 'no-route'],
  ]
  for (const [line, cause] of causes) assert.deepEqual(readCause(line), { address, cause }, line)
  const ipv6 = '2001:2:0:1::1: error while sending ping: Network is unreachable'
  assert.equal(readCause(ipv6)?.address, '2001:2:0:1::1')
  assert.equal(readCause('fping: cannot bind to 10.0.0.1'), undefined)
})

test('unbroken answers change nothing, whatever number they begin with', () => {
  assert.deepEqual(fed([41, 42, 43]).changes, [])
})

test('a gap in the numbers is a loss: from the first lost packet to the first answered one', () => {
  assert.deepEqual(fed([0, 1, 5, 6]).changes, [
    { at: 1020, lost: true, packets: 0 },
    { at: 1050, lost: false, packets: 3 },
  ])
})

test('every gap is counted alone', () => {
  const ends = fed([0, 2, 3, 6]).changes.filter(({ lost }) => !lost)
  assert.deepEqual(
    ends.map(({ packets }) => packets),
    [1, 2],
  )
})

test('silence becomes loss after the patience, dated back to the first lost packet, once', () => {
  const { probes } = fed([0, 1, 2])
  assert.equal(probes.silentAt(1020 + PATIENCE_MS - 1), undefined)
  assert.deepEqual(probes.silentAt(1020 + PATIENCE_MS), { at: 1030, lost: true, packets: 0 })
  assert.equal(probes.silentAt(1020 + 2 * PATIENCE_MS), undefined)
})

test('the answer after a silence ends the loss and does not begin it again', () => {
  const { probes } = fed([0, 1, 2])
  probes.silentAt(5000)
  assert.deepEqual(probes.answered(answer(102)), [{ at: 2020, lost: false, packets: 99 }])
  assert.deepEqual(probes.answered(answer(103)), [])
  assert.deepEqual(probes.silentAt(9000), { at: 2040, lost: true, packets: 0 })
})

test('a silence that ends without a gap was a delay: no packet is counted', () => {
  const { probes } = fed([0, 1, 2])
  probes.silentAt(5000)
  assert.deepEqual(probes.answered(answer(3)), [{ at: 1030, lost: false, packets: 0 }])
})

test('an answer that a younger one overtook, and one that comes twice, change nothing', () => {
  const { probes } = fed([0, 1, 3])
  assert.deepEqual(probes.answered(answer(2)), [])
  assert.deepEqual(probes.answered(answer(3)), [])
  assert.deepEqual(probes.answered(answer(4)), [])
})

test('a target that never answered has lost nothing: it was never reached', () => {
  assert.equal(stream().silentAt(1e9), undefined)
})
