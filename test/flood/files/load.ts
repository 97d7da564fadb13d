/** Files for the loader, and what its streams hold. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after } from 'node:test'
import { createFramer } from '../../../src/bgp/frame.ts'
import { decodeMessage } from '../../../src/bgp/message.ts'
import type { Update } from '../../../src/bgp/update.ts'
import type { EncodedStream } from '../../../src/flood/types.ts'

const folder = mkdtempSync(join(tmpdir(), 'chaoslemur-files-'))
after(() => rmSync(folder, { recursive: true }))

export const fileOf = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

export const EXTERNAL = { asn: 64_500, address: '192.0.2.1', internal: false }
export const INTERNAL = { ...EXTERNAL, internal: true }

/** The messages as the codec reads them: each is an UPDATE that no receiver refuses. */
export const updatesOf = ({ bytes }: Pick<EncodedStream, 'bytes'>): Update[] => {
  const updates: Update[] = []
  createFramer({ maxLength: 4096 }).push(new Uint8Array(bytes).slice(), (octets) => {
    const message = decodeMessage(octets)
    if (message.type !== 'update') throw new Error(`a ${message.type}`)
    if (message.outcome !== 'ok' && message.outcome !== 'discard') throw message.problems[0]?.error
    updates.push(message)
  })
  return updates
}

/** `1 2 {3,4}`. */
export const pathText = ({ attributes }: Update): string =>
  (attributes.asPath ?? [])
    .map(({ type, asns }) => (type === 'set' ? `{${asns.join(',')}}` : asns.join(' ')))
    .join(' ')
