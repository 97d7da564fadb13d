/** `did you mean "frr"? known: frr, quagga`, or only the known names when none is near. */
export const didYouMean = (written: string, known: readonly string[]): string => {
  const near = nearest(written, known)
  const list = known.length > 0 ? `known: ${shorten(known)}` : ''
  return [near === undefined ? '' : `did you mean ${JSON.stringify(near)}?`, list]
    .filter(Boolean)
    .join(' ')
}

/** The known name that is fewest typing errors away, when that is few for its length. */
export const nearest = (written: string, known: readonly string[]): string | undefined => {
  let best: string | undefined
  let least = Math.max(1, Math.floor(written.length / 3)) + 1
  for (const name of known) {
    const edits = distance(written.toLowerCase(), name.toLowerCase())
    if (edits < least) [best, least] = [name, edits]
  }
  return best
}

const SHOWN = 20

const shorten = (names: readonly string[]): string =>
  names.length <= SHOWN
    ? names.join(', ')
    : `${names.slice(0, SHOWN).join(', ')} and ${names.length - SHOWN} more`

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
const distance = (a: string, b: string): number => {
  if (Math.abs(a.length - b.length) > Math.max(1, a.length / 3)) return Number.POSITIVE_INFINITY
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  const at = (i: number, j: number) => rows[i]?.[j] ?? Number.POSITIVE_INFINITY
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= b.length; j++) {
      const changed = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row.push(
        Math.min(
          at(i - 1, j) + 1,
          at(i, j - 1) + 1,
          at(i - 1, j - 1) + changed,
          swapped ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      )
    }
  }
  return at(a.length, b.length)
}
