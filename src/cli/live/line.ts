/** A line of a live view: pieces of text with a style, cut to the width of the terminal. */

export type Style = 'plain' | 'bold' | 'dim' | 'red' | 'green'

export interface Piece {
  readonly text: string
  readonly style?: Style
}

export type Line = readonly Piece[]

const CODES: Readonly<Record<Style, string>> = {
  plain: '',
  bold: '\u001b[1m',
  dim: '\u001b[2m',
  red: '\u001b[31m',
  green: '\u001b[32m',
}
const RESET = '\u001b[0m'

/** At most `columns` characters wide; what does not fit is cut off. */
export const paint = (line: Line, columns: number, colours: boolean): string => {
  let left = columns
  return line
    .map(({ text, style = 'plain' }) => {
      const shown = fit(text, left)
      left -= widthOf(shown)
      return colours && style !== 'plain' && shown ? `${CODES[style]}${shown}${RESET}` : shown
    })
    .join('')
    .trimEnd()
}

/** Routers write the reasons that are shown here: none of them may steer the terminal. */
export const fit = (text: string, columns: number): string =>
  [...text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')].slice(0, Math.max(0, columns)).join('')

/** Columns taken, without the styles. Names are ASCII; letters of double width are counted as one. */
export const widthOf = (text: string): number => [...text.replace(/\u001b\[[0-9;]*m/g, '')].length
