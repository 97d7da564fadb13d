import assert from 'node:assert/strict'
import { test } from 'node:test'
import { factsOf, parameterNames } from '../../../src/flood/parameters/index.ts'
import { DEAD, readParameters } from '../../../src/flood/parameters/read.ts'

const flags = (values: Readonly<Record<string, unknown>>) => ({ values, as: 'flags' as const })

test('a flag is stronger than the environment, the environment than a default', () => {
  const environment = { REPEAT: '7', TABLESIZE: '100' }
  const { parameters, chosen } = readParameters(flags({ repeat: '3' }), environment)
  assert.deepEqual([parameters.repeat, parameters.table, parameters.group], [3, 100, 1])
  assert.deepEqual([...chosen].sort(), ['repeat', 'table'])
})

test('every default can be read, ours and those of kakapo', () => {
  const ours = readParameters(flags({}), {}).parameters
  assert.deepEqual([ours.mode, ours.repeatDelay, ours.timeout], ['single', 1000, 10_000])
  const kakapo = readParameters(flags({}), { MODE: 'SINGLE' })
  const { table, group, burst, repeatDelay, connectRetries, file } = kakapo.parameters
  assert.deepEqual([table, group, burst, repeatDelay], [10, 3, 3, 5000])
  assert.deepEqual([connectRetries, file, kakapo.kakapo], [undefined, 'updates.raw', true])
})

test("kakapo's numbers are seconds, and -1 is what was never set", () => {
  const { parameters } = readParameters(flags({}), {
    MODE: 'RATE',
    TIMEOUT: '20',
    REPEATDELAY: '0',
    HOLDTIME: '180',
    RATETIMELIMIT: '4',
    RATECOUNT: '-1',
    PEERMAXRETRIES: '-1',
  })
  const { timeout, repeatDelay, holdTime, duration, count, connectRetries } = parameters
  assert.deepEqual([timeout, repeatDelay, holdTime, duration], [20_000, 0, 180_000, 4000])
  assert.deepEqual([count, connectRetries], [undefined, undefined])
})

test('every mode of kakapo under its own word', () => {
  const words = {
    SINGLEONLY: 'single-only',
    SINGLE: 'single',
    MULTI: 'multi',
    BOTH: 'both',
    FILE: 'file',
    RATE: 'rate',
    SINGLERATE: 'single-rate',
    PAM: 'pam',
    FUNCTEST: 'func',
    BURST: 'single',
  }
  for (const [MODE, mode] of Object.entries(words))
    assert.equal(readParameters(flags({}), { MODE }).parameters.mode, mode)
})

test('what the environment did is said, and what it could not do', () => {
  const { notes } = readParameters(flags({}), { MODE: 'BURST', REPEAT: '2', LOGPATH: 'localhost' })
  assert.deepEqual(notes, [
    'from the environment: MODE=BURST REPEAT=2',
    'MODE=BURST has no test behind it in kakapo; this is mode single',
    'LOGPATH has no effect: kakapo reads it and does not use it either',
  ])
  assert.deepEqual(readParameters(flags({ repeat: '2' }), { REPEAT: 'x' }).notes, [])
})

test('JSON may have numbers and switches as such', () => {
  const values = { repeat: 3, flap: true, offer: 'ipv4,ipv6', table: '10k' }
  const { parameters } = readParameters({ values, as: 'config' }, {})
  const { repeat, flap, offer, table } = parameters
  assert.deepEqual([repeat, flap, offer, table], [3, true, ['ipv4', 'ipv6'], 10_000])
})

test('every parameter of kakapo has a place', () => {
  const known = parameterNames.flatMap((name) => factsOf(name).env?.name ?? [])
  assert.deepEqual(
    [...known, ...DEAD].sort(),
    [
      ...['CANARYSEED', 'GROUPSIZE', 'HOLDTIME', 'IDLETHR', 'LOGFILE', 'LOGPATH', 'LOGTEXT'],
      ...['MAXBLOCKINGFACTOR', 'MAXBURSTCOUNT', 'MODE', 'PEERMAXRETRIES', 'RATEBLOCKSIZE'],
      ...['RATECOUNT', 'RATETIMELIMIT', 'RATEWINDOW', 'REPEAT', 'REPEATDELAY', 'SEEDPREFIX'],
      ...['SEEDPREFIXLEN', 'SENDFILENAME', 'SHOWRATE', 'TABLESIZE', 'TCPPORT', 'TIMEOUT'],
    ].sort(),
  )
})
