import assert from 'node:assert/strict'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { agentBase } from '../../../src/backends/docker/agent-image.ts'
import { floodImage } from '../../../src/backends/docker/flood-image.ts'
import { imageTag } from '../../../src/backends/docker/images.ts'
import { programFiles } from '../../../src/backends/docker/program-files.ts'

const base = agentBase('FROM debian:trixie-slim\n')

test('the flood image has every file that its programs import, and no path twice', () => {
  const { files } = floodImage(base)
  const paths = new Set(files.map(({ path }) => path))
  assert.equal(paths.size, files.length)
  assert.ok(paths.has('src/flood/types.js'))
  const missing = files
    .filter(({ path }) => path.startsWith('src/'))
    .flatMap(({ path, text }) =>
      [...text.matchAll(/ from '(\.[^']+)'/g)].map(([, target]) =>
        join(dirname(path), target as string),
      ),
    )
    .filter((target) => !paths.has(target))
  assert.deepEqual(missing, [])
})

test('its tag depends on the content only, the base included', () => {
  assert.equal(imageTag(floodImage(base)), imageTag(floodImage(base)))
  const other = agentBase('FROM debian:trixie-slim\nRUN true\n')
  assert.notEqual(imageTag(floodImage(base)), imageTag(floodImage(other)))
})

test('packages come along with what they depend on, without their tests', () => {
  const paths = programFiles(['lib']).map(({ path }) => path)
  assert.ok(paths.includes('node_modules/pino/package.json'))
  // A dependency of pino, and one of that.
  assert.ok(paths.includes('node_modules/thread-stream/package.json'))
  assert.ok(paths.includes('node_modules/sonic-boom/package.json'))
  assert.ok(!paths.some((path) => /\/tests?\//.test(path)))
})
