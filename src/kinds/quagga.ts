import type { Kind } from '../model/kind.ts'
import type { Family } from '../model/topology.ts'
import { quaggaDialect } from './dialect.ts'
import { nodeFiles, platformFiles } from './files.ts'
import { createLogReader } from './log.ts'
import {
  readOriginated,
  readRoutes,
  readSessions,
  readShutDown,
  readVersion,
  summaryCommand,
  tableCommand,
} from './quagga-answers.ts'
import { changes } from './vtysh.ts'
import { vtysh } from './vtysh-command.ts'

/** Quagga, the router of the original experiments (1.2.4 in the last release that packages it). */
export const quagga: Kind = Object.freeze({
  name: 'quagga',
  summary: 'Quagga: zebra and bgpd, ospfd inside an AS of several routers',
  // SYS_ADMIN: zebra asks for it when it starts and exits without it.
  capabilities: ['NET_ADMIN', 'SYS_ADMIN'],
  daemons: [
    { role: 'bgp', process: 'bgpd', start: ['/chaoslemur/start-daemon', 'bgpd'] },
    { role: 'rib', process: 'zebra', start: ['/chaoslemur/start-daemon', 'zebra'] },
  ],
  // bgpd/bgpd.h of 1.2.4. Before May 2016 it was an MRAI of 30 s and 5 s and a connect retry of 120 s.
  timers: {
    keepaliveMs: 60_000,
    holdMs: 180_000,
    connectRetryMs: 5_000,
    mraiMs: 3_000,
    ibgpMraiMs: 1_000,
  },
  mraiStepMs: 1_000,
  platform: (read) => platformFiles('quagga', 'ubuntu:20.04', read),
  node: (node, topology, platformImage, read) =>
    nodeFiles(node, topology, quaggaDialect, platformImage, read),
  ask: {
    sessions: (family) => ({ argv: vtysh(summaryCommand(family)), read: readSessions }),
    routes: (family) => ({ argv: vtysh(tableCommand(family)), read: readRoutes }),
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
          check: vtysh(`show bgp ${family} unicast ${prefix}`),
          holds: readOriginated,
        }),
        isNeighbour: (address, family) => ({
          check: vtysh(summaryCommand(family)),
          holds: (output) =>
            readSessions(output).some(({ peerAddress }) => peerAddress === address),
        }),
      },
      quaggaDialect,
    ),
    reset: (_node, peerAddress, family, hard) =>
      vtysh(`clear ${CLEAR[family]} ${peerAddress}${hard ? '' : ' soft'}`),
  },
  logReader: createLogReader,
} satisfies Kind)

const CLEAR: Readonly<Record<Family, string>> = { ipv4: 'ip bgp', ipv6: 'bgp ipv6' }
