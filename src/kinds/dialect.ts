/**
 * Where FRR and Quagga differ. FRR is a fork of Quagga: one set of templates serves both, and
 * every difference between their configuration languages or their file systems is a field here.
 */
export interface Dialect {
  /** The daemons run as this user: it must own the folder of the sockets. */
  readonly user: string
  readonly configFolder: string
  readonly runFolder: string
  /** Folders of the daemons in the distribution's package and in images that users bring. */
  readonly daemonPath: string
  /** The configuration back end that zebra keeps calling for (FRR since 10); empty when there is none. */
  readonly mgmtd: string
  /** Sends and accepts nothing on eBGP without a policy (RFC 8212). */
  readonly deniesWithoutPolicy: boolean
  /** `network` counts only when the IGP has the prefix. */
  readonly checksNetworks: boolean
  /** Sends no Cease when it is stopped to a peer that knows graceful restart (RFC 4724), as it does itself. */
  readonly restartsSilently: boolean
  /** Applies changed route maps again after a delay, also those that it read when it started. */
  readonly appliesMapsLate: boolean
  /** Route-flap damping is there for IPv6 too. */
  readonly dampsIpv6: boolean
  /** Knows `set ipv6 next-hop prefer-global`. */
  readonly prefersGlobal: boolean
  /** How a list of large communities begins. */
  readonly largeCommunityList: string
  /** Shortest time between two originations of one LSA. */
  readonly lsaIntervalMs: string
  /** Shortest time between two arrivals; empty where it is fixed to the second of RFC 2328. */
  readonly lsaArrivalMs: string
  /** Shortest retransmit interval of OSPFv2 that it accepts, seconds. */
  readonly ospfRetransmit: string
  readonly ospf6RouterId: string
  readonly ospf6AreaOnInterface: boolean
}

export const frrDialect: Dialect = Object.freeze({
  user: 'frr:frr',
  configFolder: '/etc/frr',
  runFolder: '/var/run/frr',
  daemonPath: '/usr/lib/frr',
  mgmtd: '/usr/lib/frr/mgmtd',
  deniesWithoutPolicy: true,
  checksNetworks: true,
  restartsSilently: true,
  appliesMapsLate: true,
  dampsIpv6: true,
  prefersGlobal: true,
  largeCommunityList: 'bgp large-community-list',
  lsaIntervalMs: '100',
  lsaArrivalMs: '50',
  ospfRetransmit: '1',
  ospf6RouterId: 'ospf6 router-id',
  ospf6AreaOnInterface: true,
})

export const quaggaDialect: Dialect = Object.freeze({
  user: 'quagga:quagga',
  configFolder: '/etc/quagga',
  runFolder: '/var/run/quagga',
  daemonPath: '/usr/lib/quagga:/usr/sbin',
  mgmtd: '',
  deniesWithoutPolicy: false,
  checksNetworks: false,
  restartsSilently: false,
  appliesMapsLate: false,
  dampsIpv6: false,
  prefersGlobal: false,
  largeCommunityList: 'ip large-community-list',
  lsaIntervalMs: '1000',
  lsaArrivalMs: '',
  ospfRetransmit: '3',
  ospf6RouterId: 'router-id',
  ospf6AreaOnInterface: false,
})
