/** A matrix as one HTML file: the tables of the terminal, with links to the reports of the cells. */
import { shortKey } from '../../model/matrix.ts'
import { renderDocument } from '../html/document.ts'
import { type Html, html } from '../html/html.ts'
import { table } from '../html/table.ts'
import { formatInterval, formatQuantity } from '../quantity.ts'
import { type FigureGroup, figureGroups } from './figure-groups.ts'
import { axesOf, type FinishedMatrix, type PlayedCell } from './finished-matrix.ts'

/** `css` is the text of templates/report/drawings.css and theme.css. */
export const renderMatrixPage = (matrix: FinishedMatrix, css: string): string => {
  const { plan, topology, backend, startedAt, cells, seed } = matrix
  const when = new Date(startedAt).toISOString().slice(0, 19).replace('T', ' ')
  const figures = figureGroups(matrix).map((group) => figureTable(group, axesOf(matrix)))
  return renderDocument(
    {
      title: `${plan}: ${cells.length} cells - chaoslemur`,
      kind: 'chaoslemur matrix report',
      heading: plan,
      sub: `${topology}, ${backend}, seed ${seed}, ${when} UTC`,
      parts: [
        { id: 'cells', title: 'Cells', content: html`${cellTable(matrix)}${reasons(cells)}` },
        { id: 'figures', title: 'Key figures', content: html`${figures}` },
      ],
      footer: 'The folder of each cell is a run of its own, with its journal and all figures.',
    },
    css,
  )
}

const cellTable = (matrix: FinishedMatrix): Html => {
  const axes = axesOf(matrix)
  return table({
    caption: 'One run for each combination',
    head: ['Cell', ...axes.map(shortKey), 'Verdict', 'Repeats'],
    rows: matrix.cells.map(({ name, folder, settings, verdict, iterations }) => [
      folder === undefined
        ? name
        : html`<a href="${encodeURIComponent(folder)}/report.html">${name}</a>`,
      ...Object.values(settings),
      html`<span class="mark ${verdict.replace(' ', '-')}">${verdict}</span>`,
      iterations,
    ]),
    figures: [axes.length + 2],
  })
}

const reasons = (cells: readonly PlayedCell[]): Html | undefined => {
  const lines = cells.flatMap(({ name, reasons }) => reasons.map((reason) => `${name}: ${reason}`))
  if (lines.length === 0) return undefined
  return html`<ul>${lines.map((line) => html`<li>${line}</li>`)}</ul>`
}

const figureTable = ({ name, step, half, rows }: FigureGroup, axes: readonly string[]): Html => {
  const head = ['n', 'Mean', '95 % of mean', 'Median', 'p95', 'Max']
  return html`<h3>${name} of ${step} <span class="${half}">(${half})</span></h3>${table({
    caption: 'Intervals are bootstrapped over the repeats; fewer than five have none.',
    head: [...axes.map(shortKey), ...head],
    rows: rows.map(({ cell, statistics }) => [
      ...Object.values(cell.settings),
      statistics.n,
      formatQuantity(statistics.mean, statistics.unit),
      formatInterval(statistics.intervals?.mean, statistics.unit),
      formatQuantity(statistics.median, statistics.unit),
      formatQuantity(statistics.p95, statistics.unit),
      formatQuantity(statistics.max, statistics.unit),
    ]),
    figures: head.map((_, at) => axes.length + at),
  })}`
}
