/** What iproute2 and the routers' logs say, for people: `ip -ts monitor link route`, and lines of FRR. */

export interface RouteLine {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly prefix: string
  readonly gateways: readonly string[]
  readonly deleted: boolean
  readonly protocol: string
}

export interface LinkLine {
  readonly at: number
  readonly device: string
  readonly carrier: boolean
}

export interface SessionLine {
  readonly at: number
  readonly peer: string
  readonly up: boolean
}

/** Routes of the table `main` and devices, from the words of each event; times are in UTC. */
export const readMonitor = (
  text: string,
): { readonly routes: readonly RouteLine[]; readonly links: readonly LinkLine[] } => {
  const routes: RouteLine[] = []
  const links: LinkLine[] = []
  for (const event of text.split(/^(?=\[\d{4}-)/m)) {
    const words = event.split(/\s+/).filter((word) => word !== '')
    const at = stampOf(words.shift() ?? '')
    if (Number.isNaN(at)) continue
    const deleted = words[0] === 'Deleted'
    if (deleted) words.shift()
    if (/^\d+:$/.test(words[0] ?? '')) links.push(linkOf(at, words, deleted))
    else if (isPrefix(words[0]) && wordAfter(words, 'table') !== 'local')
      routes.push(routeOf(at, words, deleted))
  }
  return { routes, links }
}

/** `[2026-11-21T23:05:07.416126]` */
const stampOf = (word: string): number => {
  const [seconds, fraction] = word.replaceAll(/[[\]]/g, '').split('.')
  return Date.parse(`${seconds}Z`) + Number(`0.${fraction}`) * 1e3
}

const isPrefix = (word = ''): boolean => word === 'default' || /^[\da-f.:]+(\/\d+)?$/i.test(word)

const wordAfter = (words: readonly string[], key: string): string =>
  words[words.indexOf(key) + 1] ?? ''

const routeOf = (at: number, words: readonly string[], deleted: boolean): RouteLine => ({
  at,
  prefix: words[0] as string,
  gateways: words.flatMap((word, index) => (word === 'via' ? [words[index + 1] as string] : [])),
  deleted,
  protocol: words.includes('proto') ? wordAfter(words, 'proto') : '',
})

/** `12: eth0@if13: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 ...` */
const linkOf = (at: number, words: readonly string[], deleted: boolean): LinkLine => ({
  at,
  device: (words[1] ?? '').replace(/(@.*)?:$/, ''),
  carrier: !deleted && /[<,]LOWER_UP[,>]/.test(words[2] ?? ''),
})

/** `2026/11/21 23:05:07.419497 BGP: [N9HHH-F8H1M] %ADJCHANGE: neighbor 10.229.0.9(edge) in vrf default Up` */
export const readSessionLog = (text: string): readonly SessionLine[] =>
  text
    .split('\n')
    .filter((line) => line.includes('%ADJCHANGE'))
    .map((line) => {
      const [date = '', time = ''] = line.split(' ')
      const [peer = '', ...rest] = line.slice(line.indexOf('neighbor ') + 9).split(/[ (]/)
      const at = stampOf(`[${date.replaceAll('/', '-')}T${time}]`)
      return { at, peer, up: rest.includes('Up') }
    })
