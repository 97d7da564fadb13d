import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readMachine, readMemory, readStat } from '../../src/flood/proc-text.ts'

const fields = (utime: number, stime: number) =>
  `S 1 7 7 0 -1 4194560 9 0 0 0 ${utime} ${stime} 0 0`

test('stat: name and CPU times in milliseconds', () => {
  assert.deepEqual(readStat(`7 (bgpd) ${fields(123, 45)} 20 0 1`), {
    name: 'bgpd',
    userMs: 1230,
    systemMs: 450,
  })
})

test('stat: a name may hold anything', () => {
  assert.equal(readStat(`7 (a) R (b c) ${fields(1, 2)}`)?.name, 'a) R (b c')
})

test('stat and status of a process that has ended say nothing', () => {
  for (const text of ['', '7 (bgpd', 'nonsense']) assert.equal(readStat(text), undefined)
  assert.equal(readMemory(''), undefined)
  assert.equal(readMemory('Name:\tkthreadd\n'), undefined)
})

test('status: resident memory and its peak in octets', () => {
  const text = 'Name:\tbgpd\nVmPeak:\t 9 kB\nVmHWM:\t    2048 kB\nVmRSS:\t    1024 kB\n'
  assert.deepEqual(readMemory(text), { residentBytes: 1 << 20, peakResidentBytes: 2 << 20 })
})

test('machine: busy is programs, kernel and steal; elapsed is of one CPU', () => {
  const text = 'cpu  10 20 30 40 50 60 70 80 9 9\ncpu0 5 10 15\ncpu1 5 10 15\nintr 5\n'
  assert.deepEqual(readMachine(text), { busyMs: 1400, elapsedMs: 1800, cpus: 2 })
})
