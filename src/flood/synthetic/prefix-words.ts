/**
 * Prefix number n behind a seed, as 32-bit words: arithmetic on 128 bits without BigInt in the loop
 * that fills blocks.
 */
import { type Family, formatAddress, parseAddress, WIDTH } from '../../bgp/prefix.ts'
import { InputError } from '../../lib/errors.ts'

export interface SeedPrefix {
  readonly family: Family
  readonly length: number
  /** First word highest; one for IPv4, four for IPv6. */
  readonly words: readonly number[]
  /** Bits behind the prefix. */
  readonly hostBits: number
}

/** An InputError unless `count` prefixes from the seed on fit the address space. */
export const seedPrefix = (text: string, length: number, count: number): SeedPrefix => {
  const address = parseAddress(text)
  if (!address) throw new InputError(`seed prefix ${text} is no address`)
  const width = WIDTH[address.family]
  if (!Number.isInteger(length) || length < 1 || length > width)
    throw new InputError(`prefix length ${length} of ${text}: 1 to ${width} are possible`)
  const hostBits = width - length
  const aligned = (address.bits >> BigInt(hostBits)) << BigInt(hostBits)
  if (aligned !== address.bits)
    throw new InputError(`seed prefix ${text}/${length} has bits set behind its length`, {
      hint: `${formatAddress({ ...address, bits: aligned })}/${length}`,
    })
  if (aligned + (BigInt(count) << BigInt(hostBits)) > 1n << BigInt(width))
    throw new InputError(`${count} prefixes of length ${length} from ${text} on do not fit`)
  return { family: address.family, length, words: wordsOf(address.bits, width), hostBits }
}

export const wordsOf = (bits: bigint, width: number): readonly number[] =>
  Array.from({ length: width / 32 }, (_, i) =>
    Number((bits >> BigInt(width - 32 * (i + 1))) & 0xffff_ffffn),
  )

/** Writes the address of prefix number `n`, `octets` octets of it. IPv6, or IPv4 with short prefixes. */
export const writeNth = (
  seed: SeedPrefix,
  n: number,
  bytes: Uint8Array,
  at: number,
  octets: number,
): void => {
  const { words, hostBits } = seed
  const last = words.length - 1 - (hostBits >>> 5)
  const shift = hostBits & 31
  let carry = 0
  // From the lowest word that n reaches upwards; below it the seed's words are zero.
  for (let word = words.length - 1; word >= 0; word--) {
    let add = carry
    if (word === last) add += (n << shift) >>> 0
    else if (word === last - 1 && shift > 0) add += n >>> (32 - shift)
    const sum = (words[word] as number) + add
    carry = sum > 0xffff_ffff ? 1 : 0
    const first = word * 4
    for (let i = 0; i < 4 && first + i < octets; i++) bytes[at + first + i] = sum >>> (24 - 8 * i)
  }
}
