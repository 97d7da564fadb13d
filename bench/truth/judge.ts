/** A run and what the witness saw of it, side by side. */
import { halvesOf } from './halves.ts'
import { type Named, type Pairs, pair } from './pair.ts'
import type { Entry, RunRecord } from './record.ts'
import type { Seen } from './seen.ts'

/** A figure of one half of one fault, milliseconds. */
export interface FigureRow {
  readonly figure: string
  readonly instance: string
  readonly half: string
  readonly run: number | undefined
  readonly witness: number | undefined
}

/** All events of one sort. */
export interface EventsRow extends Pairs {
  readonly events: string
}

export interface Judged {
  readonly figures: readonly FigureRow[]
  readonly events: readonly EventsRow[]
}

/** Further apart than this, two events are not the same one. */
const SAME_MS = 50

export const judge = (record: RunRecord, seen: Seen): Judged => ({
  figures: halvesOf(record, seen).flatMap(({ instance, half, figures }) =>
    Object.entries(figures).map(([figure, witness]) => {
      const own = record.figures.find(
        (one) => one.name === figure && one.instance === instance && one.half === half,
      )
      return { figure, instance, half, run: own?.value ?? undefined, witness }
    }),
  ),
  events: compareEvents(record, seen),
})

const compareEvents = (record: RunRecord, seen: Seen): readonly EventsRow[] => {
  const { from, to } = watched(record)
  const within = ({ at }: { readonly at: number }) => at >= from && at < to
  const entries = record.entries.filter(within)
  const row = (events: string, own: readonly Named[], other: readonly Named[]): EventsRow => ({
    events,
    ...pair(own, other.filter(within), SAME_MS),
  })
  const own = (type: string, name: (entry: Entry) => string) =>
    entries
      .filter((entry) => entry.type === type)
      .map((entry) => ({ at: entry.at, name: name(entry) }))
  const updates = own('update-received', ({ node, from: sender, octets }) =>
    messageName(node, sender, octets),
  )
  const notifications = own('notification-received', ({ node, from: sender }) =>
    messageName(node, sender, undefined),
  )
  return [
    row('UPDATE, in the nodes', updates, messages(seen.inside, UPDATE)),
    row('UPDATE, on the links', updates, messages(seen.between, UPDATE)),
    row('NOTIFICATION', notifications, messages(seen.inside, NOTIFICATION)),
    row('kernel route', ownRoutes(entries), seen.routes.map(routeName)),
    row(
      'session up or down',
      own('session-changed', ({ node, peer, up }) => `${node} ${peer} ${up}`),
      seen.sessions.map(({ at, node, peer, up }) => ({ at, name: `${node} ${peer} ${up}` })),
    ),
  ]
}

/** The time in which the run certainly watched. */
const watched = ({ entries }: RunRecord) => ({
  from: entries.find(({ type }) => type === 'steady-state-reached')?.at ?? Number.POSITIVE_INFINITY,
  to: entries.at(-1)?.at ?? Number.NEGATIVE_INFINITY,
})

const UPDATE = 2
const NOTIFICATION = 3

const messageName = (node = '', sender = '', octets: number | undefined): string =>
  `${node} from ${sender}${octets === undefined ? '' : `, ${octets} octets`}`

const messages = (seen: Seen['inside'], wanted: number): readonly Named[] =>
  seen
    .filter(({ type, acknowledged }) => type === wanted && acknowledged)
    .map(({ at, node, from, octets }) => ({
      at,
      name: messageName(node, from, wanted === UPDATE ? octets : undefined),
    }))

const ownRoutes = (entries: readonly Entry[]): readonly Named[] =>
  entries
    .filter(({ type, protocol }) => type === 'fib-changed' && protocol === 'bgp')
    .map(({ at, node = '', prefix = '', nextHops = [] }) =>
      routeName({ at, node, prefix, gateways: nextHops }),
    )

const routeName = ({ at, node, prefix, gateways }: Seen['routes'][number]): Named => ({
  at,
  name: `${node} ${prefix} via ${gateways.join(',') || 'nothing'}`,
})
