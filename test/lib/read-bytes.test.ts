import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { InputError } from '../../src/lib/errors.ts'
import { isGzip, readBytes } from '../../src/lib/read-bytes.ts'

const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-bytes-'))
after(() => rmSync(folder, { recursive: true }))

const fileOf = (content: Uint8Array): string => {
  const path = join(folder, 'file')
  writeFileSync(path, content)
  return path
}

/** What could be read, and the error that ended it. */
const read = async (path: string): Promise<{ bytes: Buffer; error?: unknown }> => {
  const pieces: Uint8Array[] = []
  try {
    for await (const piece of readBytes(path)) pieces.push(piece)
    return { bytes: Buffer.concat(pieces) }
  } catch (error) {
    return { bytes: Buffer.concat(pieces), error }
  }
}

/** More than one piece, and hardly compressible. */
const CONTENT = Buffer.from(
  Uint32Array.from({ length: 300_000 }, (_, i) => Math.imul(i, 2_654_435_761)).buffer,
)

test('plain and gzip files, also of several members, give their content', async () => {
  assert.ok((await read(fileOf(CONTENT))).bytes.equals(CONTENT))
  assert.ok((await read(fileOf(gzipSync(CONTENT)))).bytes.equals(CONTENT))
  const two = Buffer.concat([gzipSync(CONTENT.subarray(0, 1000)), gzipSync(CONTENT.subarray(1000))])
  assert.ok((await read(fileOf(two))).bytes.equals(CONTENT))
  assert.equal((await read(fileOf(Buffer.alloc(0)))).bytes.length, 0)
})

test('gzip is known by its content', async () => {
  assert.equal(await isGzip(fileOf(gzipSync(CONTENT))), true)
  assert.equal(await isGzip(fileOf(CONTENT)), false)
  assert.equal(await isGzip(fileOf(Buffer.alloc(0))), false)
  await assert.rejects(isGzip(join(folder, 'missing')), /there is no such file/)
})

test('a gzip file that is cut off gives what came before', async () => {
  const whole = gzipSync(CONTENT)
  const { bytes, error } = await read(fileOf(whole.subarray(0, whole.length - 20_000)))
  assert.ok(bytes.length > CONTENT.length / 2)
  assert.ok(bytes.equals(CONTENT.subarray(0, bytes.length)))
  assert.ok(error instanceof InputError)
  assert.match(error.message, /cannot read .*file to its end: the gzip file is cut off$/)
})

test('a gzip file that is damaged ends with an error', async () => {
  const damaged = gzipSync(CONTENT)
  damaged.fill(0xff, damaged.length / 2, damaged.length / 2 + 1000)
  const { error } = await read(fileOf(damaged))
  assert.ok(error instanceof InputError)
  assert.match(error.message, /the gzip file is damaged$/)
})

test('bzip2 is opened, and says when it is cut off or damaged', async () => {
  const packed = Buffer.from(
    'QlpoOTFBWSZTWbEj3kMAAANZgAAQQAQQABJkwBAgADEDQNAgAaaRA6tsgoT4u5IpwoSFiR7yGA==',
    'base64',
  )
  assert.equal((await read(fileOf(packed))).bytes.toString(), 'hello, bzip2\n')
  const { error } = await read(fileOf(packed.subarray(0, 40)))
  assert.ok(error instanceof InputError)
  assert.match(error.message, /cannot read .*file to its end: the bzip2 file is cut off$/)
  packed[20] = 0xff
  assert.match(String((await read(fileOf(packed))).error), /the bzip2 file is damaged$/)
})

test('what cannot be opened says what can', async () => {
  const { error } = await read(fileOf(Buffer.from('fd377a585a00', 'hex')))
  assert.ok(error instanceof InputError)
  assert.match(error.message, /is compressed with xz$/)
  assert.match(error.hint ?? '', /^unxz < /)
})
