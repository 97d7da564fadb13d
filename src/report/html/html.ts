/** Markup with everything escaped that was not written here: names come from files of strangers. */

export interface Html {
  readonly markup: string
}

/** What may stand in a template. Nothing is written for `undefined` and `false`; lists are joined. */
export type Part = Html | string | number | undefined | false | readonly Part[]

export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html =>
  raw(strings.reduce((markup, piece, i) => markup + textOf(parts[i - 1]) + piece))

/** Markup of our own making, taken as it is. */
export const raw = (markup: string): Html => ({ markup })

/** Safe between tags and in quoted attributes; characters that XML cannot hold are replaced. */
export const escapeText = (text: string): string =>
  text
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

const textOf = (part: Part): string => {
  if (part === undefined || part === false) return ''
  if (typeof part === 'object') {
    return isList(part) ? part.map(textOf).join('') : part.markup
  }
  return escapeText(String(part))
}

const isList = (part: Html | readonly Part[]): part is readonly Part[] => Array.isArray(part)
