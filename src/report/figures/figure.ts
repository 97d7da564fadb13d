/** A drawing that stands in a page, or is a file of its own. */
import { type Html, html, raw } from '../html/html.ts'
import { drawing } from '../html/svg.ts'

export interface Figure {
  /** Of its file, without the ending. */
  readonly name: string
  readonly width: number
  readonly height: number
  /** What somebody is told who cannot see it. */
  readonly label: string
  readonly content: Html
}

export const figureInPage = ({ content, ...box }: Figure): Html => drawing(box, content)

/**
 * An SVG file with its own background and colours for light and dark, the same octets for the same
 * figure. `css` is the text of templates/report/drawings.css.
 */
export const figureFile = ({ width, height, label, content }: Figure, css: string): string =>
  html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">
<title>${label}</title>
<style>
${raw(usedRules(css, content.markup))}</style>
<rect class="sheet" width="${width}" height="${height}"/>
${raw(inLines(content.markup))}
</svg>
`.markup

/** One rule a line: those for marks that are not in this drawing are left out. */
const usedRules = (css: string, markup: string): string => {
  const used = new Set(
    [...markup.matchAll(/ class="([^"]*)"/g)].flatMap(([, text]) => text?.split(' ')),
  )
  return css
    .split('\n')
    .filter((line) => {
      const classes = /^svg \w*\.([\w-]+)/.exec(line)
      return line !== '' && (!classes || used.has(classes[1]) || classes[1] === 'sheet')
    })
    .map((line) => `${line}\n`)
    .join('')
}

/** An element a line, so that a change of the drawing is a change of few lines. */
const inLines = (markup: string): string => markup.replaceAll(/(<\/\w+>|\/>)(?=<[a-z])/g, '$1\n')
