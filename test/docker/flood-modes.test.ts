/** Every mode of the flood through real daemons, with small numbers: all of it arrives, and the record says so. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { bird } from '../../src/dut/bird.ts'
import type { Dut } from '../../src/dut/dut.ts'
import { frr } from '../../src/dut/frr.ts'
import { configOf } from '../../src/flood/config.ts'
import { loadStream } from '../../src/flood/files/load-stream.ts'
import { hostOf } from '../../src/flood/host.ts'
import { modeNames } from '../../src/flood/modes/index.ts'
import { perform } from '../../src/flood/perform.ts'
import { engineOver } from '../../src/flood/remote/engine.ts'
import type { FloodPeer, SessionUp } from '../../src/flood/types.ts'
import { bedOf, setupOf } from './bed.ts'
import { engineTest } from './engine.ts'
import { folderOf } from './lab.ts'

/** ExaBGP lines: a path for each prefix. */
const ROUTES = Array.from(
  { length: 200 },
  (_, n) => `announce route 20.0.${n}.0/24 next-hop self as-path [ 65001 ${1000 + n} ]`,
)

const SMALL = {
  table: 2000,
  repeat: 2,
  repeatDelay: '0s',
  count: 3000,
  window: 500,
  // A slow machine is no failure: only silence is.
  timeout: '60s',
  establishTimeout: '120s',
  connectRetries: 'unlimited',
}

describe('modes of the flood', { concurrency: 2 }, () => {
  for (const dut of [bird, frr])
    engineTest(`all modes through ${dut.name}`, { timeout: 600_000 }, async (context) => {
      const bed = await bedOf(context, { dut, senders: { count: 2, by: 'range', internal: true } })
      const file = join(folderOf(context), 'routes.txt')
      writeFileSync(file, `${ROUTES.join('\n')}\n`)
      for (const mode of modeNames) await play(context, bed, dut, { mode, file })
    })
})

const play = async (
  { signal }: TestContext,
  bed: Awaited<ReturnType<typeof bedOf>>,
  dut: Dut,
  { mode, file }: { readonly mode: string; readonly file: string },
): Promise<void> => {
  const { sink, sources } = setupOf(bed)
  const peers = [sink as FloodPeer, ...sources].map((p) => `${p.remote},${p.local},${p.asn}`)
  const isFile = mode === 'file'
  const config = configOf(
    { peers, parameters: { as: 'flags', values: { ...SMALL, mode, ...(isFile ? { file } : {}) } } },
    {},
  )
  await using engine = engineOver(bed.generator, config.setup)
  const record = await perform(config, {
    engine,
    host: hostOf('test'),
    test: randomUUID(),
    signal,
    ...(isFile ? { load: (sessions) => load(file, sessions) } : {}),
    pause: async (ms) => void (await sleep(ms, undefined, { signal })),
    listen: () => undefined,
  })
  const what = `${mode} through ${dut.name}: ${record.reason}`
  assert.equal(record.outcome, 'complete', what)
  assert.equal(record.exitStatus, 0, what)
  assert.ok(record.bursts.length > 0, what)
  // Of a file that it has already, a daemon tells nobody anything.
  const told = isFile ? record.bursts.slice(0, 1) : record.bursts
  for (const { firstUpdateMs } of told) assert.ok((firstUpdateMs ?? -1) >= 0, what)
}

const load = async (file: string, sessions: readonly SessionUp[]) => {
  const { peer, internal } = sessions.find(({ role }) => role === 'source') as SessionUp
  const source = { asn: peer.asn, address: peer.local, internal }
  const stream = await loadStream(file, { source, families: ['ipv4'] })
  return { stream, problems: stream.problems }
}
