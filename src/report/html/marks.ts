/** The marks of a drawn network: what stands for a router, and what goes from one to another. */
import { type Html, html, type Part } from './html.ts'
import type { Place } from './layout.ts'

interface Mark {
  readonly name: string
  readonly at: Place
  /** Where the name begins, ends or has its middle. */
  readonly nameAt: Place
  readonly anchor?: 'start' | 'middle' | 'end'
}

export const routerMark = ({ name, at: [x, y], nameAt, anchor = 'middle' }: Mark): Html =>
  html`<circle class="node" cx="${x}" cy="${y}" r="7"/><text class="name" x="${nameAt[0]}" y="${nameAt[1]}" text-anchor="${anchor}">${name}</text>`

/** `title` is shown when somebody points at it. */
export const lineMark = (
  kind: string,
  [[x1, y1], [x2, y2]]: readonly [Place, Place],
  title: Part,
): Html =>
  html`<line class="${kind}" x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}"><title>${title}</title></line>`

export const crossMark = ([x, y]: Place): Html =>
  html`<path class="cross" d="M${x - 6} ${y - 6}l12 12m0 -12l-12 12"/>`
