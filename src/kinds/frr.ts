import type { Kind } from '../model/kind.ts'
import { frrDialect } from './dialect.ts'
import { nodeFiles, platformFiles } from './files.ts'
import {
  failedCommand,
  readOriginated,
  readRoutes,
  readSessions,
  readShutDown,
  readVersion,
  summaryCommand,
  tableCommand,
} from './frr-answers.ts'
import { createLogReader } from './log.ts'
import { changes } from './vtysh.ts'
import { vtysh } from './vtysh-command.ts'

/** FRRouting, from the distribution's package (10.3 in Debian 13). */
export const frr: Kind = Object.freeze({
  name: 'frr',
  summary: 'FRRouting: zebra and bgpd, ospfd inside an AS of several routers',
  // SYS_ADMIN: every FRR daemon asks for it when it starts and exits without it. It is used for
  // network namespaces as VRFs only, which the lab does not have.
  capabilities: ['NET_ADMIN', 'SYS_ADMIN'],
  daemons: [
    { role: 'bgp', process: 'bgpd', start: ['/chaoslemur/start-daemon', 'bgpd'] },
    { role: 'rib', process: 'zebra', start: ['/chaoslemur/start-daemon', 'zebra'] },
  ],
  // bgpd/bgp_vty.c, profile `traditional`, which is the one of the package; bgpd/bgpd.h for the MRAI.
  timers: { keepaliveMs: 60_000, holdMs: 180_000, connectRetryMs: 120_000, mraiMs: 0 },
  mraiStepMs: 1_000,
  platform: (read) => platformFiles('frr', 'debian:trixie-slim', read),
  node: (node, topology, platformImage, read) =>
    nodeFiles(node, topology, frrDialect, platformImage, read),
  ask: {
    sessions: (family) => ({
      argv: vtysh(summaryCommand(family), failedCommand(family)),
      read: readSessions,
    }),
    routes: (family, longestAsn) => ({
      argv: vtysh(tableCommand(family, longestAsn)),
      read: readRoutes,
    }),
    version: { argv: vtysh('show version'), read: readVersion },
  },
  act: {
    ...changes(
      {
        isShutDown: (peerAddress, family) => ({
          check: vtysh(summaryCommand(family)),
          holds: (output) => readShutDown(output, peerAddress),
        }),
        isOriginated: (prefix, family) => ({
          check: vtysh(`show bgp ${family} unicast ${prefix} json`),
          holds: readOriginated,
        }),
        isNeighbour: (address, family) => ({
          check: vtysh(summaryCommand(family)),
          holds: (output) =>
            readSessions(output).some(({ peerAddress }) => peerAddress === address),
        }),
      },
      frrDialect,
    ),
    reset: (_node, peerAddress, family, hard) =>
      vtysh(`clear bgp ${family} unicast ${peerAddress}${hard ? '' : ' soft'}`),
  },
  logReader: createLogReader,
} satisfies Kind)
