/** One HTML file that needs nothing but itself: no network, no script. */
import { type Html, html, raw } from './html.ts'

export interface Document {
  /** Of the window. */
  readonly title: string
  /** Small, above the heading. */
  readonly kind: string
  readonly heading: string
  readonly sub: string
  readonly parts: readonly DocumentPart[]
  readonly footer: string
}

export interface DocumentPart {
  readonly id: string
  readonly title: string
  readonly content: Html
}

/** `css` is the text of templates/report/drawings.css and theme.css. */
export const renderDocument = (
  { title, kind, heading, sub, parts, footer }: Document,
  css: string,
): string => {
  const page = html`<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta name="generator" content="chaoslemur"/>
<title>${title}</title>
<link rel="icon" href="data:,"/>
<style>
${raw(css)}
</style>
</head>
<body>
<a class="skip" href="#main">Skip to the results</a>
<header><p class="kind">${kind}</p><h1>${heading}</h1>
<p class="sub">${sub}</p></header>
<nav aria-label="Contents"><ul>${parts.map((part) => html`<li><a href="#${part.id}">${part.title}</a></li>`)}</ul></nav>
<main id="main">
${parts.map(sectionOf)}</main>
<footer><p>${footer}</p></footer>
</body>
</html>
`
  return `<!doctype html>\n${page.markup}`
}

const sectionOf = ({ id, title, content }: DocumentPart): Html =>
  html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}
</section>
`
