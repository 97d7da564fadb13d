import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { test } from 'node:test'
import Docker from 'dockerode'
import { extract } from 'tar-stream'
import type { Engine } from '../../../src/backends/docker/engine.ts'
import { ensureImage, imageTag } from '../../../src/backends/docker/images.ts'
import { tar } from '../../../src/backends/docker/tar.ts'
import { packTopology, unpackTopology } from '../../../src/backends/docker/topology-label.ts'
import { explain } from '../../../src/lib/errors.ts'
import { loadText } from '../../load/load-text.ts'

const FILES = [
  { path: 'b/start.sh', text: '#!/bin/sh\n', executable: true },
  { path: 'a.conf', text: 'ä\n' },
]

test('a topology comes out of its label as it went in, and 200 nodes are a small label', () => {
  const topology = loadText('generate: { shape: ring, nodes: 200 }\n')
  const label = packTopology(topology)
  assert.deepEqual(unpackTopology(label), JSON.parse(JSON.stringify(topology)))
  assert.ok(label.length < 32_000, `${label.length} characters`)
})

test('the same files give the same archive, in any order', async () => {
  const first = await tar(FILES)
  assert.ok(first.equals(await tar(FILES)))
  assert.ok(first.equals(await tar([...FILES].reverse())))
  assert.ok(!first.equals(await tar(FILES.slice(1))))
})

test('an archive holds the texts and the executable bit, and no time', async () => {
  const unpacking = extract()
  Readable.from([await tar(FILES)]).pipe(unpacking)
  const found: unknown[] = []
  for await (const entry of unpacking) {
    const text = (await buffer(entry)).toString()
    found.push([entry.header.name, entry.header.mode, entry.header.mtime?.getTime(), text])
  }
  assert.deepEqual(found, [
    ['a.conf', 0o644, 0, 'ä\n'],
    ['b/start.sh', 0o755, 0, '#!/bin/sh\n'],
  ])
})

/** An engine without images, whose build says these lines. */
const building = (lines: readonly object[]) => {
  const { modem } = new Docker()
  const missing = Object.assign(new Error('no such image'), { statusCode: 404 })
  return {
    modem,
    getImage: () => ({ inspect: () => Promise.reject(missing) }),
    buildImage: async () => Readable.from(lines.map((line) => `${JSON.stringify(line)}\n`)),
  } as unknown as Engine
}
const wanted = { repository: 'chaoslemur/x', files: FILES }
const failure = (lines: readonly object[]): Promise<string> =>
  ensureImage(building(lines), wanted).then(() => 'built', explain)

test('a build that works gives the tag, which depends on the content', async () => {
  const announced: string[] = []
  const engine = building([{ stream: 'Step 1/1 : FROM x\n' }])
  const tag = await ensureImage(engine, wanted, (text) => announced.push(text))
  assert.deepEqual(announced, [tag])
  assert.match(tag, /^chaoslemur\/x:[0-9a-f]{12}$/)
  assert.notEqual(tag, imageTag({ ...wanted, files: FILES.slice(1) }))
})

test('a failed build shows its last lines and its reason', async () => {
  const steps = Array.from({ length: 50 }, (_, i) => ({ stream: `line ${i}\n` }))
  const text = await failure([...steps, { error: 'returned a non-zero code: 100\n' }])
  assert.match(text, /could not build image chaoslemur\/x:/)
  assert.match(text, /line 49\n {2}because: .*non-zero code: 100\n {2}try: the last lines/)
  assert.ok(text.includes('line 30') && !text.includes('line 29'))
})

test('a base image that cannot be reached names the way without a registry', async () => {
  const text = await failure([{ error: 'pull access denied for debian' }])
  assert.match(text, /try: .*docker\/bootstrap-base\.sh/)
})
