import type { Path, Source } from '../yaml-source.ts'

/** A part of a source as a source of its own: paths begin there, places stay those of the file. */
export const scoped = (source: Source, prefix: Path): Source => ({
  ...source,
  value: prefix.reduce(inside, source.value),
  problem: (path, message, where) => source.problem([...prefix, ...path], message, where),
  place: (path, at) => source.place([...prefix, ...path], at),
})

const inside = (value: unknown, key: PropertyKey): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Record<PropertyKey, unknown>)[key]
    : undefined
