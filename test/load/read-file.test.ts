import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { InputError } from '../../src/lib/errors.ts'
import { readInput, readTopologyFile } from '../../src/load/read-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-read-'))
after(() => rmSync(folder, { recursive: true }))

const failure = async (path: string): Promise<InputError> => {
  const error: unknown = await readInput(path).catch((reason) => reason)
  assert.ok(error instanceof InputError, String(error))
  return error
}

test('a file that cannot be read is the user’s to mend', async () => {
  const missing = join(folder, 'missing.yaml')
  assert.equal((await failure(missing)).message, `cannot read ${missing}: there is no such file`)
  assert.match((await failure(folder)).message, /: it is a folder$/)
  const binary = join(folder, 'binary.yaml')
  writeFileSync(binary, Buffer.from([0xff, 0xfe, 0x00, 0x80]))
  assert.match((await failure(binary)).message, /: it is not UTF-8 text$/)
  assert.match((await failure(join(binary, 'x'))).message, /: a part of the path is not a folder$/)
})

test('a topology file is read and loaded under its own name', async () => {
  const path = join(folder, 'lab.yaml')
  writeFileSync(path, 'name: lab\nnodes: { a: }\n')
  const topology = await readTopologyFile(path, { kinds: ['frr'] })
  assert.equal(topology.name, 'lab')
  writeFileSync(path, 'name: lab\n')
  await assert.rejects(readTopologyFile(path, { kinds: ['frr'] }), {
    message: new RegExp(`^${path}:1:1: `),
  })
})
