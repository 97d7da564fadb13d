import type { Attributes } from './attributes.ts'
import type { Update } from './update.ts'

/**
 * Eight hexadecimal digits that stand for all path attributes of an UPDATE, next hop included: equal for
 * equal attributes in whatever order they came, and practically only for these. It tells one route from
 * the next of the same prefix without keeping either (RFC 4098 section 6.1).
 */
export const attributeDigest = ({ attributes, nextHopIpv6 }: Update): string => {
  const { origin, nextHop, med, localPref, asPath, communities } = attributes
  let text = `${origin} ${nextHop} ${med} ${localPref}`
  if (asPath) for (const { type, asns } of asPath) text += `|${type} ${asns.join(' ')}`
  if (communities) text += `|communities ${communities.join(' ')}`
  text += rest(attributes)
  if (nextHopIpv6) text += `|${nextHopIpv6.global} ${nextHopIpv6.linkLocal}`
  return fnv1a(text).toString(16).padStart(8, '0')
}

/** What is written out above, since nearly every UPDATE has only these. */
const USUAL: ReadonlySet<string> = new Set<keyof Attributes>([
  'origin',
  'nextHop',
  'med',
  'localPref',
  'asPath',
  'communities',
])

const rest = (attributes: Attributes): string => {
  const others = Object.entries(attributes).filter(
    ([name, value]) => !USUAL.has(name) && value !== undefined,
  )
  if (others.length === 0) return ''
  const texts = others.map(([name, value]) => `|${name} ${JSON.stringify(value)}`)
  return texts.sort().join('')
}

/** FNV-1a, 32 bits, over UTF-16 code units: the text is ASCII. */
const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0
  return hash
}
