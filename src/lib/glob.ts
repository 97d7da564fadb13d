/**
 * Does the whole text fit the pattern? `*` stands for any characters, `?` for one. Walks back only
 * to the last star, so that no pattern takes long: at most pattern times text steps.
 */
export const fitsGlob = (text: string, pattern: string): boolean => {
  let [at, next, star, resume] = [0, 0, -1, 0]
  while (at < text.length) {
    if (pattern[next] === '*') {
      star = next++
      resume = at
    } else if (pattern[next] === '?' || (next < pattern.length && pattern[next] === text[at])) {
      at++
      next++
    } else if (star >= 0) {
      next = star + 1
      at = ++resume
    } else return false
  }
  return /^\**$/.test(pattern.slice(next))
}
