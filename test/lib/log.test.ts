import assert from 'node:assert/strict'
import { test } from 'node:test'
import { log, pretty, setLogLevel } from '../../src/lib/log.ts'

test('a log line for a terminal: time, level, message, facts', () => {
  const line = JSON.stringify({
    level: 20,
    time: 123,
    pid: 1,
    hostname: 'h',
    ms: 41,
    on: 'x',
    msg: 'create',
  })
  assert.equal(pretty(line), '00:00:00.123 DEBUG create ms=41 on=x\n')
})

test('nothing below the level is written', () => {
  setLogLevel('warn')
  assert.equal(log.isLevelEnabled('debug'), false)
  setLogLevel('debug')
  assert.equal(log.isLevelEnabled('debug'), true)
  setLogLevel('warn')
})
