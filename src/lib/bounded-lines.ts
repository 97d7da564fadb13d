/** Lines without end in a bounded space: the first ones, the last ones, and how much is missing between. */

export interface BoundedLines {
  add(line: string): void
  /** What was left out between the first and the last ones. */
  readonly cut: { readonly lines: number; readonly characters: number }
  first(): readonly string[]
  last(): readonly string[]
}

/** Keeps at most `limit` characters: a quarter of them from the beginning, the rest from the end. */
export const boundedLines = (limit: number): BoundedLines => {
  const first: string[] = []
  const last: string[] = []
  const cut = { lines: 0, characters: 0 }
  let [head, tail, start, isFull] = [limit / 4, limit - limit / 4, 0, false]

  const drop = (line: string): void => {
    tail += line.length + 1
    cut.lines += 1
    cut.characters += line.length + 1
    start += 1
  }
  return {
    cut,
    add(line) {
      isFull ||= line.length + 1 > head
      if (!isFull) {
        first.push(line)
        head -= line.length + 1
        return
      }
      last.push(line)
      tail -= line.length + 1
      while (tail < 0 && start < last.length) drop(last[start] as string)
      // Dropping each from the front would move all the others each time.
      if (start > 10_000) {
        last.splice(0, start)
        start = 0
      }
    },
    first: () => first,
    last: () => last.slice(start),
  }
}
