/** A real table of the Internet goes into a daemon, and what the daemon then has is what was sent. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe } from 'node:test'
import { decodeMessage } from '../../src/bgp/message.ts'
import { asPathText } from '../../src/dut/as-path-text.ts'
import { bird } from '../../src/dut/bird.ts'
import { frr } from '../../src/dut/frr.ts'
import { loadStream } from '../../src/flood/files/load-stream.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { bedOf, setupOf, wholeOf } from './bed.ts'
import { engineTest } from './engine.ts'

const FILE = join(packageRoot(), 'test/recorded/mrt/bview.20020722.2337.gz')
const THERE = '/chaoslemur/table.mrt.gz'
/** Of the table of 22 July 2002, over all its peers; of some there are routes of two peers. */
const PREFIXES = 112_988

describe('replay of a recorded table', { concurrency: 2 }, () => {
  for (const dut of [frr, bird])
    engineTest(
      `${dut.name} has every prefix with its path`,
      { timeout: 600_000 },
      async (context) => {
        const senders = { count: 1, by: 'range', internal: true } as const
        const files = [{ path: THERE, content: readFileSync(FILE) }]
        const bed = await bedOf(context, { dut, senders, files })
        const { generator, device } = bed
        const setup = setupOf(bed)
        const { asn, local } = setup.sources[0] as (typeof setup.sources)[number]
        const options = { peer: 'all', source: { asn, address: local, internal: true } }
        const sent = await pathsOf(options)
        assert.equal(sent.size, PREFIXES)

        await generator.open(setup, context.signal)
        await generator.establish(context.signal)
        const job = wholeOf({ type: 'file', path: THERE, options })
        const { result } = await generator.transfer(job, context.signal)
        assert.equal(result.outcome, 'complete', result.reason)
        assert.deepEqual([result.expectedPrefixes, result.missingPrefixes], [PREFIXES, 0])

        const table = new Map<string, string>()
        await device.table(({ prefix, asPath }) => void table.set(prefix, asPath))
        assert.equal(table.size, PREFIXES)
        const different = [...sent].filter(([prefix, path]) => table.get(prefix) !== path)
        const shown = different.slice(0, 5).map(([p, path]) => `${p}: ${path} / ${table.get(p)}`)
        assert.equal(different.length, 0, `sent / in ${dut.name}:\n${shown.join('\n')}`)
      },
    )
})

type Options = Parameters<typeof loadStream>[1]

/** Prefix to the path that was sent last, decoded from the very octets that are sent by the table codec and not by the fast one. */
const pathsOf = async (options: Options): Promise<ReadonlyMap<string, string>> => {
  const { bytes } = await loadStream(FILE, options)
  // Plain memory: the codec takes slices of it.
  const octets = new Uint8Array(bytes).slice()
  const paths = new Map<string, string>()
  for (let at = 0; at < octets.length; ) {
    const length = ((octets[at + 16] as number) << 8) | (octets[at + 17] as number)
    const message = decodeMessage(octets.slice(at, at + length), { asWidth: 4 })
    assert.equal(message.type, 'update')
    const path = pathText(message.attributes.asPath ?? [])
    for (const prefix of message.announced) paths.set(String(prefix), path)
    at += length
  }
  return paths
}

type Segments = readonly { readonly type: string; readonly asns: readonly number[] }[]

const pathText = (segments: Segments): string =>
  asPathText(
    segments
      .map(({ type, asns }) => (type === 'set' ? `{${asns.join(' ')}}` : asns.join(' ')))
      .join(' '),
  )
