import { type Html, html, type Part } from './html.ts'

export interface Table {
  readonly caption: Part
  readonly head: readonly string[]
  /** The first cell of each row is its header. */
  readonly rows: readonly (readonly Part[])[]
  /** Columns of figures, counted from 0: set to the right. */
  readonly figures?: readonly number[]
}

/** In a box that scrolls by itself: a wide table must not make the page wide. */
export const table = ({ caption, head, rows, figures = [] }: Table): Html => {
  const side = (at: number) => figures.includes(at) && html` class="n"`
  const cell = (part: Part, at: number): Html =>
    at === 0 ? html`<th scope="row">${part}</th>` : html`<td${side(at)}>${part}</td>`
  return scroll(
    'Table',
    html`<table><caption>${caption}</caption><thead><tr>${head.map(
      (title, at) => html`<th scope="col"${side(at)}>${title}</th>`,
    )}</tr></thead><tbody>${rows.map((row) => html`<tr>${row.map(cell)}</tr>\n`)}</tbody></table>`,
  )
}

/** Whoever has only a keyboard must be able to scroll it. */
export const scroll = (label: string, content: Html): Html =>
  html`<div class="scroll" role="region" tabindex="0" aria-label="${label}">${content}</div>`

export const fold = (summary: string, content: Part): Html =>
  html`<details><summary>${summary}</summary>${content}</details>`
