/** The generator alone, without a socket. */

import { Block } from '../src/flood/synthetic/block.ts'
import { courseOf } from '../src/flood/synthetic/numbering.ts'
import { seedPrefix } from '../src/flood/synthetic/prefix-words.ts'
import { announceTemplate, withdrawTemplate } from '../src/flood/synthetic/template.ts'
import { monotonicMs } from '../src/speaker/clock.ts'
import { kakapoStream } from './flood-link.ts'

const BLOCK_OCTETS = 524_288

/** Encodes the updates, block after block; returns milliseconds. */
export const generate = (updates: number, groupSize: number): number => {
  const generator = generatorOf(updates, groupSize)
  const beganAtMs = monotonicMs()
  for (let k = 0; k < updates; k += generator.perBlock) generator.fill(k)
  return monotonicMs() - beganAtMs
}

export const generatorOf = (updates: number, groupSize: number) => {
  const stream = kakapoStream(updates, groupSize)
  const sender = { nextHop: '127.0.0.3', index: 1, asn: 65_001, internal: true }
  const from = {
    stream,
    course: courseOf(updates, 1, 0, 1),
    seed: seedPrefix(stream.seedPrefix, stream.prefixLength, updates * groupSize),
    announce: announceTemplate(stream, sender),
    withdraw: withdrawTemplate(stream),
  }
  const perBlock = Math.max(1, Math.floor(BLOCK_OCTETS / from.announce.bytes.length))
  const block = new Block(perBlock * from.announce.bytes.length)
  return {
    perBlock,
    /** The octets of the updates from k on, until the next call. */
    fill: (k: number): Uint8Array =>
      block.bytes.subarray(0, block.fill(from, k, Math.min(perBlock, updates - k), 0)),
  }
}
