import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { packageRoot } from '../src/lib/package-root.ts'

/** Compares text with a committed file (path from the package root); `UPDATE=1` rewrites the file instead. */
export const golden = (actual: string, path: string): void => {
  const file = join(packageRoot(), path)
  if (process.env.UPDATE === '1') {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, actual)
    return
  }
  assert.ok(
    existsSync(file),
    `${path} is missing: run the tests once with UPDATE=1 and read what it wrote`,
  )
  assert.equal(actual, readFileSync(file, 'utf8'), `differs from ${path} (UPDATE=1 rewrites it)`)
}
