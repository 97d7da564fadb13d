/**
 * Takes out of a file what breaks its schema, so that the meaning of the rest can still be judged:
 * all problems at once means schema and meaning together.
 */
import type { z } from 'zod'
import { checkSchema } from './check-schema.ts'
import type { Problem } from './problem.ts'
import type { Path, Source } from './yaml-source.ts'

export interface Salvaged<T> {
  /** What is left; undefined when even the outermost form is wrong. */
  readonly value?: T
  readonly problems: readonly Problem[]
  /** The path in the file of a path in `value`: entries of lists may have been taken out. */
  readonly origin: (path: Path) => Path
}

export const salvage = <Schema extends z.ZodType>(
  source: Source,
  schema: Schema,
): Salvaged<z.output<Schema>> => {
  const data: unknown = structuredClone(source.value)
  const kept: Kept = new WeakMap()
  const first = checkSchema(source, schema, data)
  let result = first
  while (result.value === undefined && cut(data, result.paths, kept))
    result = checkSchema(source, schema, data)
  const origin = (path: Path) => trace(data, path, kept)
  return result.value === undefined
    ? { problems: first.problems, origin }
    : { value: result.value, problems: first.problems, origin }
}

/** The place in the file of each entry that is left in a list. */
type Kept = WeakMap<readonly unknown[], number[]>

/** Removes what stands at the paths. Returns false when the outermost value would have to go. */
const cut = (data: unknown, paths: readonly Path[], kept: Kept): boolean => {
  const doomed = paths.map((path) => existing(data, path))
  if (doomed.some((path) => path.length === 0)) return false
  // From the end, so that the indices of earlier entries stay right.
  const sorted = doomed.toSorted((a, b) => compare(b, a))
  for (const [i, path] of sorted.entries())
    if (i === 0 || compare(path, sorted[i - 1] as Path) !== 0) remove(data, path, kept)
  return true
}

const compare = (a: Path, b: Path): number => {
  const at = a.findIndex((key, i) => key !== b[i])
  if (at < 0) return a.length - b.length
  const [x, y] = [a[at], b[at]]
  return typeof x === 'number' && typeof y === 'number' ? x - y : String(x) < String(y) ? -1 : 1
}

/** The path itself, or what lacks it: a missing key condemns the map that it is missing from. */
const existing = (data: unknown, path: Path): Path => {
  let value = data
  for (const [depth, key] of path.entries()) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key))
      return path.slice(0, depth)
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return path
}

const remove = (data: unknown, path: Path, kept: Kept): void => {
  const parent = path.slice(0, -1).reduce(inside, data)
  const key = path.at(-1) as PropertyKey
  if (Array.isArray(parent)) {
    const indices = kept.get(parent) ?? parent.map((_, i) => i)
    kept.set(parent, indices)
    if (Number(key) >= parent.length) return
    parent.splice(Number(key), 1)
    indices.splice(Number(key), 1)
  } else if (typeof parent === 'object' && parent !== null) {
    delete (parent as Record<PropertyKey, unknown>)[key]
  }
}

const trace = (data: unknown, path: Path, kept: Kept): Path => {
  let value = data
  return path.map((key) => {
    const indices = Array.isArray(value) ? kept.get(value) : undefined
    value = inside(value, key)
    return indices?.[Number(key)] ?? key
  })
}

const inside = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined
