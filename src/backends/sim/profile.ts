/**
 * What each router software takes its time for. Lengths that the topology sets (hold, keepalive, connect
 * retry, MRAI) are not here. A number is from the daemon's own source or was measured in a lab of this
 * project; docs/simulator.md has the whole table.
 */
import type { KindProfile } from './network-types.ts'

/** FRR 10.3, as in Debian trixie. */
const FRR: KindProfile = {
  // bgpd/bgp_packet.c bgp_generate_updgrp_packets: nothing at all is made while the timer of the peer
  // runs, withdrawals neither; bgpd/bgp_fsm.c bgp_adjust_routeadv starts it. There is no jitter.
  mrai: { per: 'peer', withdrawals: true, jitter: false },
  // bgpd/bgp_updgrp.h: a new update group is told after 1000 ms and 50 ms for each configured peer;
  // measured with one peer: 1052 to 1073 ms, with two: 1104 to 1153 ms, with four: 1201 to 1254 ms.
  firstUpdateDelayMs: [1002, 1025],
  firstUpdatePerPeerMs: 50,
  // bgpd/bgp_route.c bgp_process_queue_init: the queue before the decision process holds for 50 ms;
  // measured from UPDATE in to UPDATE out: 51 to 54 ms.
  processingMs: [50, 53],
  // Measured: bgpd has used 1.6 s of a processor for 100 000 UPDATEs of one prefix.
  readMs: [0.01, 0.022],
  // zebra/zebra_router.h ZEBRA_RIB_PROCESS_HOLD_TIME: 10 ms, then the dataplane thread.
  fibDelayMs: [10, 12],
  // bgpd/bgp_zebra.c: fast external failover, and next-hop tracking of the peers' addresses.
  reactsToInterface: true,
  // bgpd/bgpd.h BGP_INIT_START_TIMER is 1 s, which bgpd/bgp_fsm.c bgp_stop_with_error doubles and
  // bgp_stop_with_notify does not; measured: 2.02 s after a reset, 1.01 s after a hold timer, 0.98 s
  // after a shutdown was taken back.
  idleHoldMs: 2000,
  idleHoldByUsMs: 1000,
  timerJitter: false,
  // Seen in every lab: best paths go to all eBGP peers, the one that told them included (no
  // sender-as-path-loop-detection, bgpd/bgp_route.c).
  echoes: true,
  // Measured, from the start of the container to the first OPEN: 0.16 to 0.43 s, median 0.26 s of seven.
  restartMs: [200, 400],
  // Measured for bgpd alone, from the command: 0.43 s.
  daemonRestartMs: [400, 500],
  // Measured for zebra alone, from the command to the first route that it writes again: 0.13 s.
  ribRestartMs: [110, 130],
  // bgpd/bgpd.c bgp_delete: every neighbour gets Cease/Peer De-configured (RFC 4486); so measured.
  stopSubcode: 3,
}

/** Quagga 1.2.4, as in Ubuntu 20.04. */
const QUAGGA: KindProfile = {
  // bgpd/bgp_fsm.c bgp_routeadv_timer starts itself again whether or not there is anything to tell;
  // bgpd/bgp_packet.c bgp_write_packet lets withdrawals pass.
  mrai: { per: 'tick', withdrawals: false, jitter: false },
  // bgpd/bgp_fsm.c bgp_establish: the first tick comes after 1 s.
  firstUpdateDelayMs: [1000, 1000],
  // bgpd/bgp_route.c bgp_process_queue_init: the queue before the decision process holds for 50 ms.
  processingMs: [50, 53],
  // Taken from FRR, whose code this was; not measured.
  readMs: [0.01, 0.022],
  // zebra/zserv.h rib_process_hold_time: 10 ms.
  fibDelayMs: [10, 12],
  reactsToInterface: true,
  // bgpd/bgpd.h BGP_INIT_START_TIMER is 1 s, which bgpd/bgp_fsm.c bgp_stop_with_error doubles.
  idleHoldMs: 2000,
  idleHoldByUsMs: 1000,
  timerJitter: false,
  restartMs: [600, 900],
  daemonRestartMs: [100, 300],
  // bgpd/bgpd.c bgp_terminate: Cease/Peer De-configured.
  stopSubcode: 3,
}

/** Our own speaker (src/lemur). */
const LEMUR: KindProfile = {
  // src/lemur/daemon.ts: jitter of 0.75 to 1; withdrawals are told at once.
  mrai: { per: 'peer', withdrawals: false, jitter: true },
  firstUpdateDelayMs: [0, 1],
  processingMs: [0.2, 1],
  // Measured: decoding, deciding and telling one neighbour takes 0.023 to 0.04 ms of a processor.
  readMs: [0.023, 0.04],
  // src/lemur/kernel.ts: one batch for each turn of the event loop.
  fibDelayMs: [1, 3],
  // src/lemur/network-watch.ts.
  reactsToInterface: true,
  // src/lemur/neighbour.ts IDLE_HOLD_MS.
  idleHoldMs: 1000,
  timerJitter: false,
  restartMs: [600, 900],
  daemonRestartMs: [200, 400],
  // src/lemur/daemon.ts stop: Cease/Administrative Shutdown.
  stopSubcode: 2,
}

const SOFTWARE: Readonly<
  Record<string, { readonly version: string; readonly profile: KindProfile }>
> = {
  frr: { version: 'FRR 10.3', profile: FRR },
  quagga: { version: 'Quagga 1.2.4', profile: QUAGGA },
  lemur: { version: 'our own speaker', profile: LEMUR },
}

/** The profile of a kind; undefined where the simulator does not know the software. */
export const findProfile = (kind: string): KindProfile | undefined => find(kind)?.profile

/** What a node of the kind is simulated as. */
export const softwareOf = (kind: string): string => find(kind)?.version ?? 'unknown'

export const simulatedKinds: readonly string[] = Object.keys(SOFTWARE)

const find = (kind: string) => (Object.hasOwn(SOFTWARE, kind) ? SOFTWARE[kind] : undefined)
