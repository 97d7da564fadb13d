import type { Argv, Kind } from '../model/kind.ts'
import { PROCESS_NAME } from '../model/lemur-config.ts'
import type { PrefixText } from '../model/topology.ts'
import { frrDialect } from './dialect.ts'
import { nodeFiles, platformFiles } from './files.ts'
import {
  readLemurLog,
  readLemurRoutes,
  readLemurSessions,
  readLemurVersion,
  readOriginates,
  readShutDown,
} from './lemur-answers.ts'
import { lemurConfig } from './lemur-config.ts'
import { usesTags } from './policy-view.ts'

const lemurctl = (...words: readonly string[]): Argv => ['lemurctl', ...words]

const originates = (prefix: PrefixText): Argv => lemurctl('originates', prefix)

/** Our own speaker. Inside an AS of several routers FRR's OSPF and zebra find the ways, as they do for frr. */
export const lemur: Kind = Object.freeze({
  name: 'lemur',
  summary: 'our own speaker; also sends what no other does: hijacks, leaks, broken UPDATEs',
  // SYS_ADMIN: for zebra and ospfd, see frr.
  capabilities: ['NET_ADMIN', 'SYS_ADMIN'],
  daemons: [
    { role: 'bgp', process: PROCESS_NAME, start: ['/chaoslemur/start-daemon', PROCESS_NAME] },
    { role: 'rib', process: 'zebra', start: ['/chaoslemur/start-daemon', 'zebra'] },
  ],
  program: 'lemur',
  // What RFC 4271 section 10 suggests, but for the MRAI.
  timers: { keepaliveMs: 30_000, holdMs: 90_000, connectRetryMs: 120_000, mraiMs: 0 },
  mraiStepMs: 1,
  platform: (read) => platformFiles('lemur', 'debian:trixie-slim', read),
  node: (node, topology, platformImage, read) =>
    nodeFiles(node, topology, frrDialect, platformImage, read, {
      daemon: PROCESS_NAME,
      configuration: `${JSON.stringify(lemurConfig(node, topology), null, 2)}\n`,
    }),
  ask: {
    sessions: (family) => ({ argv: lemurctl('sessions', family), read: readLemurSessions }),
    routes: (family) => ({ argv: lemurctl('routes', family), read: readLemurRoutes }),
    version: { argv: lemurctl('version'), read: readLemurVersion },
  },
  act: {
    shutdown: (_node, peerAddress, family) => ({
      apply: lemurctl('shutdown', peerAddress),
      revert: lemurctl('no-shutdown', peerAddress),
      check: lemurctl('sessions', family),
      holds: (output) => readShutDown(output, peerAddress),
    }),
    announce: (_node, prefix) => ({
      apply: lemurctl('announce', prefix),
      revert: lemurctl('withdraw', prefix),
      check: originates(prefix),
      holds: readOriginates,
    }),
    withdraw: (_node, prefix) => ({
      apply: lemurctl('withdraw', prefix),
      revert: lemurctl('announce', prefix),
      check: originates(prefix),
      holds: (output) => !readOriginates(output),
    }),
    reset: (_node, peerAddress, _family, hard) =>
      lemurctl('reset', peerAddress, hard ? 'hard' : 'soft'),
    guest: (_node, topology, { address, asn, family, role }) => ({
      apply: lemurctl(
        'guest',
        address,
        String(asn),
        family,
        ...(role === 'source' && usesTags(topology) ? ['customer'] : []),
      ),
      revert: lemurctl('no-guest', address),
      check: lemurctl('sessions', family),
      holds: (output) =>
        readLemurSessions(output).some(({ peerAddress }) => peerAddress === address),
    }),
  },
  logReader: () => readLemurLog,
} satisfies Kind)
