import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decide, engineTest, whyNoEngine } from './engine.ts'

test('an engine that answers is used', async () => {
  assert.equal(await whyNoEngine(async () => 'OK'), undefined)
  assert.equal(decide(undefined, true).do, 'run')
})

test('an engine that refuses, throws or stays silent is named, not waited for', async () => {
  assert.equal(await whyNoEngine(() => Promise.reject(new Error('ECONNREFUSED'))), 'ECONNREFUSED')
  const broken = () => {
    throw new Error('DOCKER_HOST is not an address')
  }
  assert.equal(await whyNoEngine(broken), 'DOCKER_HOST is not an address')
  assert.equal(await whyNoEngine(() => new Promise(() => {}), 1), 'no answer within 1 ms')
})

test('a missing engine skips, but fails where one is required', () => {
  assert.equal(decide('ENOENT', false).do, 'skip')
  assert.equal(decide('ENOENT', true).do, 'fail')
  assert.match(decide('ENOENT', true).why, /ENOENT.*CHAOSLEMUR_REQUIRE_ENGINE/)
})

engineTest('the engine of this machine answers', {}, async () => {
  assert.equal(await whyNoEngine(), undefined)
})
