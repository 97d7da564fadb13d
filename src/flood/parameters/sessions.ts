/** Parameters of the sessions. */
import {
  address,
  families,
  flag,
  oneOf,
  parameter,
  time,
  whole,
  wholeOrUnlimited,
} from './kinds.ts'

export const sessionParameters = {
  port: parameter({
    schema: whole(1, 65_535),
    argument: 'n',
    default: '179',
    env: { name: 'TCPPORT' },
    doc: 'TCP port of the device, for peers that do not name one',
  }),
  holdTime: parameter({
    schema: time(0, 65_535_000).refine((ms) => ms === 0 || (ms >= 3000 && ms % 1000 === 0), {
      error: 'must be 0s, or whole seconds from 3s (RFC 4271 section 4.2)',
    }),
    argument: 'duration',
    default: '10000s',
    env: { name: 'HOLDTIME', unit: 's' },
    doc: "offered hold time; the smaller one holds, so this leaves it to the device's",
  }),
  connectRetries: parameter({
    schema: wholeOrUnlimited(0),
    argument: 'n',
    default: '5',
    env: { name: 'PEERMAXRETRIES', default: 'unlimited', unset: '-1' },
    doc: 'attempts to connect after the first, one a second; or unlimited',
  }),
  establishTimeout: parameter({
    schema: time(1),
    argument: 'duration',
    default: '60s',
    doc: 'all sessions are Established within this',
  }),
  offer: parameter({
    schema: families().optional(),
    argument: 'families',
    doc: 'families in the OPEN: ipv4, ipv6 or both; that of the prefixes when absent',
  }),
  canarySeed: parameter({
    schema: address().optional(),
    argument: 'address',
    env: { name: 'CANARYSEED' },
    doc: 'first canary; 192.168.255.0 or 2001:db8:ffff:: when absent',
  }),
  threads: parameter({
    schema: oneOf(['1', '2']).optional(),
    argument: 'n',
    doc: 'threads for sources and sink; 1 for windows of up to 1500, else 2',
  }),
  drain: parameter({
    schema: flag(),
    default: 'false',
    doc: 'the sink counts octets only',
  }),
  sourcesOnly: parameter({
    schema: flag(),
    default: 'false',
    doc: 'every PEER is a source; nobody counts what arrives',
  }),
} as const
