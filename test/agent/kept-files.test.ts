import assert from 'node:assert/strict'
import {
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { KeptFiles } from '../../src/agent/kept-files.ts'

const folder = (): Disposable & { readonly path: string } => {
  const path = mkdtempSync(join(tmpdir(), 'kept-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) }
}

/** How many files below a path this process has open. */
const open = (path: string): number =>
  readdirSync('/proc/self/fd').filter((fd) => linkOf(fd).startsWith(path)).length

const linkOf = (fd: string): string => {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    return ''
  }
}

test('each reading is of the present, also of what is longer than a piece', () => {
  using place = folder()
  const file = join(place.path, 'file')
  const files = new KeptFiles()
  writeFileSync(file, 'one')
  assert.equal(files.read(file), 'one')
  writeFileSync(file, 'x'.repeat(40_000))
  assert.equal(files.read(file).length, 40_000)
  truncateSync(file, 2)
  assert.equal(files.read(file), 'xx')
  assert.equal(open(place.path), 1)
  files.close()
  assert.equal(open(place.path), 0)
})

test('what is not read any more is closed, what is read stays', () => {
  using place = folder()
  const [a, b] = [join(place.path, 'a'), join(place.path, 'b')]
  for (const file of [a, b]) writeFileSync(file, '')
  const files = new KeptFiles()
  for (const file of [a, b]) files.read(file)
  files.sweep()
  files.read(a)
  files.sweep()
  assert.equal(open(place.path), 1)
  assert.equal(open(a), 1)
  files.close()
})

test('what is not there is said as the kernel says it', () => {
  const files = new KeptFiles()
  assert.throws(() => files.read('/proc/self/no-such-file'), { code: 'ENOENT' })
})

test('the kernel counts on between two readings', () => {
  const files = new KeptFiles()
  const first = files.read('/proc/uptime')
  for (let deadline = Date.now() + 10_000; files.read('/proc/uptime') === first; )
    assert.ok(Date.now() < deadline)
  files.close()
})
