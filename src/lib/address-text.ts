/** IP addresses from octets to text: dotted quad, and RFC 5952 for IPv6. */

export const ipv4Text = (bytes: Uint8Array, offset = 0): string =>
  `${bytes[offset] ?? 0}.${bytes[offset + 1] ?? 0}.${bytes[offset + 2] ?? 0}.${bytes[offset + 3] ?? 0}`

/** Canonical text of RFC 5952: lower case, the first longest run of zero groups as `::`. No lists: full tables pass here. */
export const ipv6Text = (bytes: Uint8Array, offset = 0): string => {
  if (isMapped(bytes, offset)) return `::ffff:${ipv4Text(bytes, offset + 12)}`
  let start = 8
  let length = 1
  let run = 0
  for (let i = 0; i < 8; i++) {
    run = group(bytes, offset + 2 * i) === 0 ? run + 1 : 0
    if (run > length) {
      length = run
      start = i + 1 - run
    }
  }
  if (start === 8) return groups(bytes, offset, 0, 8)
  return `${groups(bytes, offset, 0, start)}::${groups(bytes, offset, start + length, 8)}`
}

/** RFC 5952 section 5: the IPv4-mapped prefix is shown with a dotted quad. */
const isMapped = (bytes: Uint8Array, offset: number): boolean => {
  if (group(bytes, offset + 10) !== 0xffff) return false
  for (let i = 0; i < 10; i++) if (bytes[offset + i] !== 0) return false
  return true
}

const groups = (bytes: Uint8Array, offset: number, from: number, to: number): string => {
  let text = ''
  for (let i = from; i < to; i++) {
    const value = group(bytes, offset + 2 * i).toString(16)
    text = i === from ? value : `${text}:${value}`
  }
  return text
}

const group = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)
