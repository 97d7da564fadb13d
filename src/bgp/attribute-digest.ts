import type { Update } from './update.ts'

/**
 * Eight hexadecimal digits that stand for all path attributes of an UPDATE, next hop included: equal for
 * equal attributes in whatever order they came, and practically only for these. It tells one route from
 * the next of the same prefix without keeping either (RFC 4098 section 6.1).
 */
export const attributeDigest = ({ attributes, nextHopIpv6 }: Update): string => {
  const told: Readonly<Record<string, unknown>> = { ...attributes, nextHopIpv6 }
  let text = ''
  for (const name of Object.keys(told).sort())
    if (told[name] !== undefined) text += `${name}${JSON.stringify(told[name])}`
  return fnv1a(text).toString(16).padStart(8, '0')
}

/** FNV-1a, 32 bits, over UTF-16 code units: the text is ASCII. */
const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0
  return hash
}
