/**
 * V8 interprets a loop until it has seen it often enough: a first burst would take several times as
 * long as the next one, and say nothing about the device. Each thread goes through its own loop
 * before its sessions are opened, while nothing is measured.
 */
import { monotonicMs } from '../speaker/clock.ts'
import { lookForNothing, lookForTable } from './sink/look-for.ts'
import type { Scan } from './sink/scan.ts'
import type { Tally } from './sink/tally.ts'
import { Block, type BlockSource } from './synthetic/block.ts'
import { courseOf } from './synthetic/numbering.ts'
import { plainStream } from './synthetic/plain-stream.ts'
import { seedPrefix } from './synthetic/prefix-words.ts'
import { announceTemplate, withdrawTemplate } from './synthetic/template.ts'

/** The compiler works beside: it needs time more than it needs rounds. */
const WARM_MS = 25
const OCTETS = 16_384
const GROUP_SIZES = [1, 10]

/** Encodes updates that nobody sends. */
export const warmUpSource = (): void => {
  const block = new Block(OCTETS)
  const streams = GROUP_SIZES.map(blockSource)
  repeat(() => {
    for (const from of streams) fillOnce(block, from)
  })
}

/** Reads updates that nobody has sent, in the sink's own buffer; then its tally is as it was. */
export const warmUpSink = (bytes: Uint8Array, tally: Tally, scan: Scan): void => {
  const streams = GROUP_SIZES.map(blockSource)
  const blocks = streams.map((from) => {
    const block = new Block(OCTETS)
    return block.bytes.subarray(0, fillOnce(block, from))
  })
  repeat(() => {
    streams.forEach(({ stream }, i) => {
      const octets = blocks[i] as Uint8Array
      bytes.set(octets)
      lookForTable(tally, stream)
      scan(0, octets.length)
      lookForNothing(tally)
      scan(0, octets.length)
    })
  })
  tally.clear()
}

const repeat = (round: () => void): void => {
  const endMs = monotonicMs() + WARM_MS
  while (monotonicMs() < endMs) round()
}

const fillOnce = (block: Block, from: BlockSource): number => {
  const count = Math.floor(OCTETS / from.announce.bytes.length)
  return block.fill(from, 0, count, 0)
}

const blockSource = (groupSize: number): BlockSource => {
  const tableSize = OCTETS
  const stream = plainStream(tableSize, { groupSize })
  const sender = { nextHop: '127.0.0.1', index: 1, asn: 65_001, internal: true }
  return {
    stream,
    course: courseOf(tableSize, 1, 0, 1),
    seed: seedPrefix(stream.seedPrefix, stream.prefixLength, tableSize * groupSize),
    announce: announceTemplate(stream, sender),
    withdraw: withdrawTemplate(stream),
  }
}
