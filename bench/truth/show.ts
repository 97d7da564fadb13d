/** The comparison as text. */
import { renderTable } from '../../src/lib/table.ts'
import { quantile } from '../table.ts'
import type { EventsRow, FigureRow } from './judge.ts'

const right = (title: string) => ({ title, align: 'right' as const })

const fixed = (value: number | undefined): string => (value === undefined ? '-' : value.toFixed(3))

export const differenceOf = ({ run, witness }: FigureRow): number | undefined =>
  run === undefined || witness === undefined ? undefined : run - witness

/** One line for each figure. `names`: of the runs, in their order. */
export const figureTable = (runs: readonly (readonly FigureRow[])[]): string =>
  renderTable(
    [
      ...[right('run'), { title: 'figure' }, { title: 'of' }],
      ...[right('run ms'), right('witness ms'), right('difference ms')],
    ],
    runs.flatMap((rows, index) =>
      rows.map((row) => [
        String(index + 1),
        row.figure,
        `${row.instance} (${row.half})`,
        ...[row.run, row.witness, differenceOf(row)].map(fixed),
      ]),
    ),
  )

/** One line for each sort of event. */
export const eventTable = (rows: readonly EventsRow[]): string =>
  renderTable(
    [
      ...[{ title: 'events' }, right('in both'), right('run only'), right('witness only')],
      ...['median', 'p99', 'largest'].map((title) => right(`${title} ms`)),
    ],
    rows.map(({ events, differences, onlyFirst, onlySecond }) => {
      const apart = differences.map(Math.abs)
      return [
        ...[
          events,
          String(differences.length),
          String(onlyFirst.length),
          String(onlySecond.length),
        ],
        ...[0.5, 0.99, 1].map((share) =>
          apart.length === 0 ? '-' : quantile(apart, share).toFixed(3),
        ),
      ]
    }),
  )
