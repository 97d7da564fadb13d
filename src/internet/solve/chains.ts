/** Where the next hops of all ASes lead, each link of the chains looked at once. */
import { NEXT_HOP_MASK, NO_ROUTE, type Routes } from './routes.ts'

/** By id: the AS at which the way ends, the own id at an origin; -1 without a route. */
export const endsOf = (routes: Routes): Int32Array => {
  const known = new Int32Array(routes.keys.length).fill(UNKNOWN)
  for (let id = 0; id < known.length; id++)
    if (((routes.keys[id] as number) & NEXT_HOP_MASK) === id) known[id] = id
  return follow(routes, known)
}

/** By id: 1 when the way leads through `through`, or begins or ends there. */
export const passing = (routes: Routes, through: number): Uint8Array => {
  const known = new Int32Array(routes.keys.length).fill(UNKNOWN)
  for (let id = 0; id < known.length; id++)
    if (((routes.keys[id] as number) & NEXT_HOP_MASK) === id) known[id] = 0
  if (routes.keys[through] !== NO_ROUTE) known[through] = 1
  return Uint8Array.from(follow(routes, known), (end) => (end === 1 ? 1 : 0))
}

const UNKNOWN = -2

/** Gives every AS what is known of the first AS on its way of which something is known. Hot. */
const follow = ({ keys }: Routes, known: Int32Array): Int32Array => {
  const chain = new Int32Array(keys.length)
  for (let id = 0; id < keys.length; id++) {
    let at = id
    let length = 0
    while (known[at] === UNKNOWN) {
      const key = keys[at] as number
      if (key === NO_ROUTE) {
        known[at] = -1
        break
      }
      chain[length++] = at
      at = key & NEXT_HOP_MASK
    }
    const end = known[at] as number
    while (length > 0) known[chain[--length] as number] = end
  }
  return known
}
