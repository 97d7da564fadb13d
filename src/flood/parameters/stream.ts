/** Parameters of what is sent. */
import { address, flag, oneOf, parameter, positiveNumber, share, whole, words } from './kinds.ts'

export const streamParameters = {
  family: parameter({
    schema: oneOf(['ipv4', 'ipv6']),
    argument: 'family',
    default: 'ipv4',
    doc: 'of the synthetic prefixes: ipv4 or ipv6',
  }),
  table: parameter({
    schema: whole(1),
    argument: 'n',
    default: '10000',
    env: { name: 'TABLESIZE', default: '10' },
    doc: 'different UPDATEs (groups of prefixes) before the table begins again',
  }),
  group: parameter({
    schema: whole(1, 4000),
    argument: 'n',
    default: '1',
    env: { name: 'GROUPSIZE', default: '3' },
    doc: 'prefixes in one UPDATE',
  }),
  burst: parameter({
    schema: whole(1).optional(),
    argument: 'n',
    env: { name: 'MAXBURSTCOUNT', default: '3' },
    doc: 'UPDATEs in one burst, all sources together; the table when absent, 10 for func',
  }),
  seedPrefix: parameter({
    schema: address().optional(),
    argument: 'address',
    env: { name: 'SEEDPREFIX' },
    doc: 'first prefix; 10.0.0.0 or 2001:db8:: when absent',
  }),
  prefixLength: parameter({
    schema: whole(1, 128).optional(),
    argument: 'n',
    env: { name: 'SEEDPREFIXLEN' },
    doc: 'length of every prefix; 30 or 64 when absent',
  }),
  pathLength: parameter({
    schema: whole(3, 255),
    argument: 'n',
    default: '3',
    doc: 'AS numbers in the path',
  }),
  pathVariation: parameter({
    schema: oneOf(['each', 'cycle']),
    argument: 'word',
    default: 'each',
    doc: 'a path of its own for each UPDATE, or for each pass through the table (cycle)',
  }),
  communities: parameter({
    schema: whole(0, 500),
    argument: 'n',
    default: '0',
    doc: 'communities in each UPDATE (RFC 1997)',
  }),
  extendedCommunities: parameter({
    schema: whole(0, 500),
    argument: 'n',
    default: '0',
    doc: 'extended communities in each UPDATE (RFC 4360)',
  }),
  largeCommunities: parameter({
    schema: whole(0, 300),
    argument: 'n',
    default: '0',
    doc: 'large communities in each UPDATE (RFC 8092)',
  }),
  withdraw: parameter({
    schema: share(),
    argument: 'percent',
    default: '0%',
    doc: 'share of the UPDATEs of a burst that withdraw their group',
  }),
  flap: parameter({
    schema: flag(),
    default: 'false',
    doc: 'every second pass through the table is withdrawals',
  }),
  eor: parameter({
    schema: flag(),
    default: 'false',
    doc: 'end each burst with an End-of-RIB; conditioning and files always have one',
  }),
  file: parameter({
    schema: words().optional(),
    argument: 'path',
    env: { name: 'SENDFILENAME', default: 'updates.raw' },
    doc: 'mode file: BGP messages one after the other, MRT, or ExaBGP lines',
  }),
  format: parameter({
    schema: oneOf(['auto', 'raw', 'mrt', 'exabgp']),
    argument: 'format',
    default: 'auto',
    doc: 'of the file: raw, mrt, exabgp; auto looks at its first octets',
  }),
  speed: parameter({
    schema: positiveNumber().optional(),
    argument: 'factor',
    doc: 'send the file as it was recorded, so many times as fast; flat out when absent',
  }),
  from: parameter({
    schema: oneOf(['first', 'all']),
    argument: 'sources',
    default: 'first',
    doc: 'mode file: the first source sends the file, or all do',
  }),
} as const
