/** A run as one HTML file that needs nothing but itself: no network, no script. */
import type { FinishedRun } from '../finished-run.ts'
import { type Html, html, raw } from './html.ts'
import { sections } from './index.ts'
import { storyOf } from './story.ts'

/** The same run and style give the same octets. `css` is the text of templates/report/theme.css. */
export const renderReport = (run: FinishedRun, css: string): string => {
  const story = storyOf(run)
  const parts = sections.flatMap(({ id, title, render }) => {
    const content = render(story)
    return content ? [{ id, title, content }] : []
  })
  const { plan, backend, at } = story.head
  const page = html`<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta name="generator" content="chaoslemur"/>
<title>${plan}: ${run.result.verdict} - chaoslemur</title>
<link rel="icon" href="data:,"/>
<style>
${raw(css)}
</style>
</head>
<body>
<a class="skip" href="#main">Skip to the results</a>
<header><p class="kind">chaoslemur run report</p><h1>${plan}</h1>
<p class="sub">${story.topology.name}, ${backend}, ${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC</p></header>
<nav aria-label="Contents"><ul>${parts.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
<main id="main">
${parts.map(sectionOf)}</main>
<footer><p>Every figure here is made from the journal of the run (events.jsonl) and from nothing else.</p></footer>
</body>
</html>
`
  return `<!doctype html>\n${page.markup}`
}

const sectionOf = ({ id, title, content }: { id: string; title: string; content: Html }): Html =>
  html`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}
</section>
`
