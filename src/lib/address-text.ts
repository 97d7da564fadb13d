/** IP addresses from octets to text: dotted quad, and RFC 5952 for IPv6. */

export const ipv4Text = (bytes: Uint8Array, offset = 0): string =>
  `${bytes[offset] ?? 0}.${bytes[offset + 1] ?? 0}.${bytes[offset + 2] ?? 0}.${bytes[offset + 3] ?? 0}`

/** Canonical text of RFC 5952: lower case, the first longest run of zero groups as `::`. */
export const ipv6Text = (bytes: Uint8Array, offset = 0): string => {
  const groups = Array.from({ length: 8 }, (_, i) => group(bytes, offset + 2 * i))
  // RFC 5952 section 5: the IPv4-mapped prefix is shown with a dotted quad.
  if (groups.slice(0, 5).every((value) => value === 0) && groups[5] === 0xffff)
    return `::ffff:${ipv4Text(bytes, offset + 12)}`
  const { start, length } = longestZeroRun(groups)
  const hex = groups.map((value) => value.toString(16))
  if (length < 2) return hex.join(':')
  return `${hex.slice(0, start).join(':')}::${hex.slice(start + length).join(':')}`
}

const group = (bytes: Uint8Array, at: number): number =>
  ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0)

const longestZeroRun = (groups: readonly number[]): { start: number; length: number } => {
  let best = { start: 0, length: 0 }
  for (let start = 0; start < groups.length; start++) {
    let end = start
    while (end < groups.length && groups[end] === 0) end++
    if (end - start > best.length) best = { start, length: end - start }
    start = Math.max(start, end - 1)
  }
  return best
}
