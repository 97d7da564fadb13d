/** Communities as bgpdump writes them (RFC 1997, RFC 8092). */

const NAMES: Readonly<Record<number, string>> = {
  4294967041: 'no-export',
  4294967042: 'no-advertise',
  4294967043: 'local-AS',
}

export const dumpCommunities = (value: Uint8Array): string => {
  const texts: string[] = []
  for (let at = 0; at + 4 <= value.length; at += 4) {
    const high = u16(value, at)
    const low = u16(value, at + 2)
    texts.push(NAMES[high * 0x10000 + low] ?? `${high}:${low}`)
  }
  return texts.join(' ')
}

export const dumpLargeCommunities = (value: Uint8Array): string => {
  const texts: string[] = []
  for (let at = 0; at + 12 <= value.length; at += 12)
    texts.push([at, at + 4, at + 8].map((part) => u32(value, part)).join(':'))
  return texts.join(' ')
}

const u16 = (octets: Uint8Array, at: number): number =>
  ((octets[at] as number) << 8) | (octets[at + 1] as number)

const u32 = (octets: Uint8Array, at: number): number =>
  u16(octets, at) * 0x10000 + u16(octets, at + 2)
