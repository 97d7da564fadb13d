/** Arguments of the `internet` commands, from text. */
import { InvalidArgumentError } from 'commander'

const MOST_DRAWN = 500_000
const LARGEST_ASN = 0xffffffff

export const asCount = (text: string): number => {
  const count = Number(text)
  if (!/^\d+$/.test(text) || count < 2 || count > MOST_DRAWN)
    throw new InvalidArgumentError(`a whole number from 2 to ${MOST_DRAWN}`)
  return count
}

/** `64500` or `AS64500`. */
export const asNumber = (text: string): number => {
  const asn = Number(/^(?:AS)?(\d{1,10})$/i.exec(text)?.[1])
  if (Number.isInteger(asn) && asn > 0 && asn <= LARGEST_ASN) return asn
  throw new InvalidArgumentError('an AS number, such as 64500')
}

/** For an option that may be given several times. */
export const asNumbers = (text: string, before: readonly number[] = []): readonly number[] => [
  ...before,
  ...text.split(',').map(asNumber),
]

/** What is taken out: an AS, or a link between two. */
export type Cut = number | readonly [number, number]

/** `64500` or `64500-64501`, several with commas. */
export const cuts = (text: string, before: readonly Cut[] = []): readonly Cut[] => [
  ...before,
  ...text.split(',').map((one): Cut => {
    const [a = '', b, more] = one.split('-')
    if (more !== undefined) throw new InvalidArgumentError('an AS (64500) or a link (64500-64501)')
    return b === undefined ? asNumber(a) : [asNumber(a), asNumber(b)]
  }),
]
