/**
 * One line of a router's log, as the engine has it: its time stamp, a blank, and what the daemon
 * wrote, which begins with a time of the daemon's own.
 */

export interface DaemonLine {
  /** Wall clock, milliseconds with a fraction; undefined when the line has no time at all. */
  readonly at: number | undefined
  /** `bgpd`, `zebra`, `lemurd`; undefined for what no daemon of ours wrote. */
  readonly daemon?: string
  /** In the words of syslog, where the line says so. */
  readonly severity?: string
  /** Without times, names and identifiers. */
  readonly text: string
  /** Without the engine's time stamp. */
  readonly line: string
}

export const readDaemonLine = (stamped: string): DaemonLine => {
  const [, stamp, rest] = STAMPED.exec(stamped) ?? []
  const line = rest ?? stamped
  const engineAt = stamp === undefined ? undefined : isoMs(stamp)
  const found = readFamily(line) ?? readOwn(line) ?? { text: line }
  return { ...found, at: timeOf(found.own, engineAt), line }
}

interface Found {
  /** By the daemon's own clock. */
  readonly own?: { readonly at: number; readonly isWhole: boolean }
  readonly daemon?: string
  readonly severity?: string
  readonly text: string
}

/** Engines write all nine digits of the nanoseconds; our own speaker writes six. */
const STAMPED = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z) (.*)$/
const OWN = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) (.*)$/

const SEVERITIES =
  'emergencies|alerts|critical|errors|warnings|notifications|informational|debugging'

/** Quagga, and FRR, which puts an identifier and perhaps an error code before the text. */
const FAMILY = new RegExp(
  `^(\\d{4})/(\\d\\d)/(\\d\\d) (\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?) (?:(${SEVERITIES}): )?([A-Z][A-Z0-9]*): (?:\\[[^\\]]*\\])*\\s?(.*)$`,
)

const readFamily = (line: string): Found | undefined => {
  const [, year, month, day, time, severity, name, text] = FAMILY.exec(line) ?? []
  if (time === undefined || name === undefined) return undefined
  return {
    own: { at: isoMs(`${year}-${month}-${day}T${time}Z`), isWhole: !time.includes('.') },
    daemon: DAEMONS[name] ?? name.toLowerCase(),
    ...(severity !== undefined && { severity }),
    text: text ?? '',
  }
}

const DAEMONS: Readonly<Record<string, string>> = {
  BGP: 'bgpd',
  ZEBRA: 'zebra',
  OSPF: 'ospfd',
  OSPF6: 'ospf6d',
  MGMTD: 'mgmtd',
}

/** Our own speaker. */
const readOwn = (line: string): Found | undefined => {
  const [, time, text] = OWN.exec(line) ?? []
  if (time === undefined || text === undefined) return undefined
  return { own: { at: isoMs(time), isWhole: false }, daemon: 'lemurd', text }
}

const ZONE_MS = 15 * 60_000

/**
 * The daemon's time is when it happened, the engine's when the line arrived. A daemon that does not
 * keep UTC is off by a time zone, and before it has read its configuration it writes whole seconds.
 */
const timeOf = (own: Found['own'], engineAt: number | undefined): number | undefined => {
  if (!own || engineAt === undefined) return own?.at ?? engineAt
  const at = own.at + Math.round((engineAt - own.at) / ZONE_MS) * ZONE_MS
  return own.isWhole && engineAt >= at && engineAt - at < 2_000 ? engineAt : at
}

/** A Date has only milliseconds: what is finer is added. */
const isoMs = (text: string): number => {
  const [seconds = '', fraction = '0'] = text.slice(0, -1).split('.')
  return Date.parse(`${seconds}Z`) + Number(`0.${fraction}`) * 1000
}
