import { RESERVED_NAMES } from '../../model/topology-spec.ts'

const LONGEST = 40

/** `New York` becomes `new-york`; empty when nothing of the text can be kept. */
export const slug = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, LONGEST)
    .replace(/^-+|-+$/g, '')

/** A name for each label, in order; the second of equals gets -2, the third -3. */
export const uniqueNames = (labels: readonly string[]): readonly string[] => {
  const taken = new Set(RESERVED_NAMES)
  return labels.map((label) => {
    const name = firstFree(slug(label) || 'node', taken)
    taken.add(name)
    return name
  })
}

const firstFree = (name: string, taken: ReadonlySet<string>): string => {
  if (!taken.has(name)) return name
  for (let n = 2; ; n++) {
    const ending = `-${n}`
    const next = `${name.slice(0, LONGEST - ending.length).replace(/-+$/, '')}${ending}`
    if (!taken.has(next)) return next
  }
}
