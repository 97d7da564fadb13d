/** What can be asked of the daemon and done to it while it runs: words in, text out. */
import type { AsSegment } from '../bgp/as-path.ts'
import { flatten } from '../bgp/as-path.ts'
import type { Attributes } from '../bgp/attributes.ts'
import type { Family } from '../bgp/prefix.ts'
import { parsePrefix } from '../bgp/prefix.ts'
import { AttributeSet } from '../bgp/router/attribute-set.ts'
import type { PeerConfig } from '../bgp/router/config.ts'
import type { PrefixId } from '../bgp/router/prefix-table.ts'
import { InputError } from '../lib/errors.ts'
import { monotonicMs } from '../speaker/clock.ts'
import type { Daemon } from './daemon.ts'
import type { Neighbour } from './neighbour.ts'

interface Command {
  readonly usage: string
  run(daemon: Daemon, args: readonly string[]): unknown
}

/** The answer is printed: text as it is, everything else as JSON. InputError for what makes no sense. */
export const command = (daemon: Daemon, [name = '', ...args]: readonly string[]): unknown => {
  if (!Object.hasOwn(COMMANDS, name))
    throw new InputError(`no command "${name}"`, { hint: Object.keys(COMMANDS).join(', ') })
  return (COMMANDS[name] as Command).run(daemon, args) ?? ''
}

const COMMANDS: Readonly<Record<string, Command>> = {
  sessions: {
    usage: 'ipv4|ipv6: all neighbours of a family',
    run: (daemon, [family]) =>
      [...daemon.neighbours.values()]
        .filter(({ config }) => config.family === family)
        .map((neighbour) => report(daemon, neighbour)),
  },
  routes: {
    usage: 'ipv4|ipv6: the best path of every prefix',
    run: (daemon, [family]) =>
      [...daemon.router.prefixes()]
        .filter((id) => daemon.table.family(id) === family)
        .sort((a, b) => daemon.table.compare(a, b))
        .map((id) => ({ prefix: daemon.table.text(id), ...bestOf(daemon, id) })),
  },
  route: {
    usage: 'PREFIX: all paths, and the step of the decision process that chose',
    run: (daemon, [prefix]) => {
      const id = idOf(daemon, prefix)
      const paths = daemon.router.paths(id).map((path) => ({
        from: path.peer?.config.name ?? 'local',
        ...(path.isSuppressed && { suppressed: true }),
        best: path === daemon.router.best(id),
        nextHop: path.nextHop,
        localPref: path.localPref,
        ...path.attributes,
      }))
      return { prefix, decidedBy: daemon.router.decidedBy(id), paths, ...flapsOf(daemon, id) }
    },
  },
  originates: {
    usage: 'PREFIX: yes or no',
    run: (daemon, [prefix]) => {
      const paths = daemon.router.paths(idOf(daemon, prefix))
      return paths.some(({ source }) => source === 'local') ? 'yes' : 'no'
    },
  },
  announce: {
    usage: 'PREFIX [as-path=64512,64513] [communities=65535:666] [med=N] [origin=igp]',
    run: (daemon, [prefix, ...options]) => {
      const id = idOf(daemon, prefix)
      const set = options.length > 0 ? setOf(daemon.table.family(id), options) : undefined
      daemon.step({ type: 'originate', prefix: id, ...(set && { set }) })
    },
  },
  withdraw: {
    usage: 'PREFIX',
    run: (daemon, [prefix]) => daemon.step({ type: 'retract', prefix: idOf(daemon, prefix) }),
  },
  shutdown: {
    usage: 'PEER: administrative shutdown (RFC 4486 subcode 2)',
    run: (daemon, [peer]) => neighbourOf(daemon, peer).shutDown(),
  },
  'no-shutdown': {
    usage: 'PEER',
    run: (daemon, [peer]) => {
      const neighbour = neighbourOf(daemon, peer)
      if (!neighbour.isShutDown) return
      neighbour.isShutDown = false
      neighbour.start()
    },
  },
  reset: {
    usage: 'PEER hard|soft: a new session, or both tables once more',
    run: (daemon, [peer, how]) => {
      const neighbour = neighbourOf(daemon, peer)
      if (how === 'hard') neighbour.reset()
      else {
        neighbour.refresh(0)
        daemon.step({ type: 'refresh', peer: neighbour.config.name, subtype: 0 })
      }
    },
  },
  leak: {
    usage: 'PEER on|off: tell it everything, whatever the policy',
    run: (daemon, [peer, on]) =>
      daemon.step({ type: 'leak', peer: neighbourOf(daemon, peer).config.name, on: on === 'on' }),
  },
  drain: {
    usage: 'PEER on|off: GRACEFUL_SHUTDOWN on all that it is told (RFC 8326)',
    run: (daemon, [peer, on]) =>
      daemon.step({ type: 'drain', peer: neighbourOf(daemon, peer).config.name, on: on === 'on' }),
  },
  inject: {
    usage: 'PEER HEX: these octets, whatever they are, into the session',
    run: (daemon, [peer, ...hex]) => {
      const { session } = neighbourOf(daemon, peer)
      const octets = Buffer.from(hex.join(''), 'hex')
      if (octets.length === 0 || octets.length * 2 !== hex.join('').length)
        throw new InputError('the octets are not hexadecimal')
      if (!session) throw new InputError(`the session with ${peer} is not Established`)
      session.write(octets)
    },
  },
  guest: {
    usage: 'PEER ASN ipv4|ipv6 [customer]: a neighbour more, which connects by itself',
    run: (daemon, [peer = '', asn, family, relation]) => {
      if (daemon.neighbours.has(peer)) return
      const config = {
        name: peer,
        type: 'ebgp',
        asn: Number(asn),
        address: peer,
        localAddress: '',
        family: family as Family,
        ...(relation === 'customer' && { relation }),
        mrai: { ms: daemon.config.timers.mraiMs, per: 'peer' },
      } as const satisfies PeerConfig
      daemon.add(config, true).start()
    },
  },
  'no-guest': {
    usage: 'PEER',
    run: (daemon, [peer = '']) => daemon.remove(peer),
  },
}

const report = (daemon: Daemon, neighbour: Neighbour) => ({
  peerAddress: neighbour.config.name,
  // As FRR calls it.
  state: neighbour.isOverLimit ? 'Idle (PfxCt)' : neighbour.peer.state,
  prefixesReceived: daemon.router.counts(neighbour.config.name).received,
  prefixesSent: daemon.router.counts(neighbour.config.name).sent,
  shutDown: neighbour.isShutDown,
  ...lastOf(neighbour),
})

const lastOf = ({ lastFailure, lastReset }: Neighbour) => {
  const text = lastFailure ?? lastReset
  return text === undefined ? {} : { lastReset: text }
}

const bestOf = ({ router }: Daemon, id: PrefixId) => {
  const path = router.best(id)
  return { nextHop: path?.nextHop, asPath: flatten(path?.attributes.asPath ?? []) }
}

/** Penalties by neighbour, and when the prefix is used again. */
const flapsOf = ({ router, neighbours }: Daemon, id: PrefixId) => {
  const nowMs = monotonicMs()
  const flaps = [...neighbours.keys()].flatMap((peer) => {
    const known = router.flaps(peer, id, nowMs)
    if (!known) return []
    const { penalty, reuseAt } = known
    const reuse = reuseAt !== undefined && { reuseInMs: Math.max(0, Math.round(reuseAt - nowMs)) }
    return [{ from: peer, penalty: Math.round(penalty), ...reuse }]
  })
  return flaps.length > 0 ? { flaps } : {}
}

const idOf = ({ table }: Daemon, text = ''): PrefixId => {
  if (!parsePrefix(text)) throw new InputError(`${JSON.stringify(text)} is not a prefix`)
  return table.ofText(text)
}

const neighbourOf = ({ neighbours }: Daemon, peer = ''): Neighbour => {
  const neighbour = neighbours.get(peer)
  if (!neighbour)
    throw new InputError(`no neighbour ${peer}`, { hint: [...neighbours.keys()].join(', ') })
  return neighbour
}

const setOf = (family: Family, options: readonly string[]): AttributeSet => {
  const given = new Map(options.map((option) => option.split('=', 2) as [string, string]))
  const list = (name: string) => given.get(name)?.split(',')
  const asns = list('as-path')?.map(Number)
  const asPath: readonly AsSegment[] | undefined = asns && [{ type: 'sequence', asns }]
  const communities = list('communities')?.map(communityOf)
  const attributes: Attributes = {
    origin: (given.get('origin') ?? 'igp') as NonNullable<Attributes['origin']>,
    ...(asPath && { asPath }),
    ...(communities && { communities }),
    ...(given.has('med') && { med: Number(given.get('med')) }),
  }
  return new AttributeSet(attributes, family === 'ipv4' ? '0.0.0.0' : '::')
}

const communityOf = (text: string): number => {
  const [high = 0, low = 0] = text.split(':').map(Number)
  return high * 0x10000 + low
}
