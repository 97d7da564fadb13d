/** The AS paths of MRT table dumps (RFC 6396 sections 4.2 and 4.3). */
import { type AsWidth, mergeAs4Path, readAsPath } from '../../bgp/as-path.ts'
import { createReader } from '../../bgp/reader.ts'
import { walkMrt } from '../../flood/files/mrt-walk.ts'
import { cleanPath, type Flaw } from './clean-path.ts'
import { PathSet } from './path-set.ts'

export interface PathReading {
  readonly paths: PathSet
  /** Routes read, and of these the ones without a usable path. */
  routes: number
  readonly flawed: Record<Flaw, number>
}

export const createPathReading = (): PathReading => {
  return { paths: new PathSet(), routes: 0, flawed: { empty: 0, loop: 0, reserved: 0 } }
}

/** May be called for several files. Broken records are reported, and the rest is read. */
export const readPaths = (
  reading: PathReading,
  { name, pieces }: { readonly name: string; readonly pieces: AsyncIterable<Uint8Array> },
  report: (problem: string) => void,
): Promise<void> => {
  // Of a million routes some ten thousand have paths of their own, so octets are compared first.
  const known = new Map<string, number | Flaw>()
  return walkMrt(name, pieces, {
    report,
    update: () => undefined,
    route({ attributes, asWidth }) {
      reading.routes++
      const path = attributeOf(attributes, AS_PATH)
      const as4Path = asWidth === 2 ? attributeOf(attributes, AS4_PATH) : undefined
      const key = `${asWidth}${text(path)}${as4Path ? `/${text(as4Path)}` : ''}`
      let found = known.get(key)
      if (found === undefined) {
        const cleaned = cleanPath(segments(path, as4Path, asWidth))
        found = typeof cleaned === 'string' ? cleaned : reading.paths.add(cleaned)
        known.set(key, found)
      }
      if (typeof found === 'string') reading.flawed[found]++
      else reading.paths.count(found)
    },
  })
}

const AS_PATH = 2
const AS4_PATH = 17
const EXTENDED = 0x10

const text = (octets: Uint8Array | undefined): string =>
  octets === undefined ? '' : Buffer.from(octets).toString('latin1')

const segments = (
  path: Uint8Array = new Uint8Array(0),
  as4Path: Uint8Array | undefined,
  width: AsWidth,
) => {
  const read = (octets: Uint8Array, asWidth: AsWidth) =>
    readAsPath(createReader(octets, 'RFC 4271 4.3'), { width: asWidth, guess: false })
  return as4Path ? mergeAs4Path(read(path, width), read(as4Path, 4)) : read(path, width)
}

/** The value of the first attribute with this code. What is cut off is not there. */
const attributeOf = (octets: Uint8Array, code: number): Uint8Array | undefined => {
  for (let at = 0; at + 2 < octets.length; ) {
    const isLong = ((octets[at] as number) & EXTENDED) !== 0
    const first = octets[at + 2] as number
    const length = isLong ? (first << 8) | (octets[at + 3] ?? 0) : first
    const from = at + (isLong ? 4 : 3)
    if (octets[at + 1] === code)
      return from + length <= octets.length ? octets.subarray(from, from + length) : undefined
    at = from + length
  }
  return undefined
}
