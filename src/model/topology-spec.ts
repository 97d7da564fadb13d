/**
 * The topology file as a user writes it. Descriptions are the source of the JSON schema and of the
 * reference in the docs. A message may hold a hint after a line break (see load/check-schema.ts).
 */
import { z } from 'zod'
import {
  formatPrefix,
  network,
  parseAddress,
  parseAddressWithLength,
  parsePrefix,
} from '../bgp/prefix.ts'
import { duration, percent, rate } from '../lib/units.ts'
import { dampingSpec } from './damping-spec.ts'
import { drawnNetworksSpec } from './networks-spec.ts'

/** Names that a plan gives another meaning. */
export const RESERVED_NAMES: readonly string[] = ['all', 'bridge-links', 'cut-vertices']

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/
const NAME_HINT = 'use a-z, 0-9 and single hyphens between them, at most 40 characters'

const name = () =>
  z
    .string()
    .max(40, {
      error: ({ input }) => `the name ${JSON.stringify(input)} is too long\n${NAME_HINT}`,
    })
    .regex(NAME, {
      error: ({ input }) => `${JSON.stringify(input)} is not a valid name\n${NAME_HINT}`,
    })

const nodeName = () =>
  name().refine((text) => !RESERVED_NAMES.includes(text), {
    error: ({ input }) =>
      `the name ${JSON.stringify(input)} means something else in a plan\nchoose another name`,
  })

const asn = () =>
  z
    .int()
    .min(1)
    .max(4294967294)
    .refine((value) => value !== 23456 && value !== 65535, {
      error: ({ input }) =>
        `AS ${input} is reserved (RFC 6793, RFC 7300)\nprivate ones: 64512 to 65534`,
    })

/** Refuses with the corrected prefix when bits beyond the length are set. */
const prefixText = () =>
  z.string().superRefine((text, context) => {
    if (parsePrefix(text)) return
    const loose = parseAddressWithLength(text)
    const message = loose
      ? `${text} has bits set beyond its length\nwrite ${formatPrefix(network(loose))}`
      : `${JSON.stringify(text)} is not a prefix\nwrite for example 198.18.1.0/24 or 2001:2:0:1::/64`
    context.addIssue({ code: 'custom', message })
  })

const poolOf = (family: 'ipv4' | 'ipv6') =>
  prefixText().refine((text) => (parsePrefix(text)?.family ?? family) === family, {
    error: ({ input }) => `${input} is not an ${family === 'ipv4' ? 'IPv4' : 'IPv6'} prefix`,
  })

const endAddress = (family: 'ipv4' | 'ipv6', example: string) =>
  z.string().refine((text) => parseAddressWithLength(text)?.family === family, {
    error: ({ input }) =>
      `${JSON.stringify(input)} is not an ${family === 'ipv4' ? 'IPv4' : 'IPv6'} address with its prefix length\nwrite for example ${example}`,
  })

const wholeSeconds = (what: string, isValid: (ms: number) => boolean, hint: string) =>
  duration().refine((ms) => ms % 1000 === 0 && isValid(ms), {
    error: `${what} is out of range\n${hint}`,
  })

export const timersSpec = z
  .strictObject({
    base: z
      .enum(['lab', 'daemon'])
      .optional()
      .describe(
        'What holds for timers that are not written: the short ones of a lab, or those that the router software has out of the box. Default lab.',
      ),
    keepalive: wholeSeconds(
      'keepalive',
      (ms) => ms <= 65_535_000,
      'write whole seconds, 0s to 65535s',
    )
      .optional()
      .describe('Time between KEEPALIVE messages (RFC 4271 section 10). Default 3s.'),
    hold: wholeSeconds(
      'the hold time',
      (ms) => ms === 0 || (ms >= 3000 && ms <= 65_535_000),
      'RFC 4271 allows 0s (never expires) or whole seconds from 3s to 65535s',
    )
      .optional()
      .describe(
        'Hold time: silence after which a peer counts as dead. 0s or at least 3s. Default 9s.',
      ),
    'connect-retry': wholeSeconds(
      'connect-retry',
      (ms) => ms >= 1000 && ms <= 65_535_000,
      'write whole seconds, 1s to 65535s',
    )
      .optional()
      .describe('Time between attempts to connect to a peer. Default 5s.'),
    mrai: duration()
      .refine((ms) => Number.isInteger(ms) && ms <= 600_000, {
        error: 'mrai is out of range\nwrite whole milliseconds or seconds, 0s to 600s',
      })
      .optional()
      .describe(
        'MinRouteAdvertisementInterval (RFC 4271 section 9.2.1.1): whole seconds, or milliseconds for kind lemur. Default 0s.',
      ),
  })
  .describe(
    'BGP timers, in whole seconds but for the mrai of some kinds. Each is inherited on its own.',
  )

const inheritable = {
  kind: z.string().min(1).optional().describe('Router software. Default frr.'),
  image: z
    .string()
    .regex(/^\S+$/, { error: 'an image name has no spaces and is not empty' })
    .optional()
    .describe('Container image in place of the one that is built for the kind.'),
  asn: asn()
    .optional()
    .describe(
      'AS number. Default: 64512 for the first node, 64513 for the second and so on. Nodes of one AS speak iBGP.',
    ),
  timers: timersSpec.optional(),
  'route-reflector': z
    .boolean()
    .optional()
    .describe('Reflects iBGP routes (RFC 4456): replaces the full mesh of its AS.'),
  damping: dampingSpec.optional(),
}

export const nodeSpec = z
  .strictObject({
    ...inheritable,
    'router-id': z
      .string()
      .refine((text) => parseAddress(text)?.family === 'ipv4' && text !== '0.0.0.0', {
        error: ({ input }) =>
          `${JSON.stringify(input)} is not a router id\nwrite an IPv4 address such as 10.0.0.1`,
      })
      .optional()
      .describe(
        'BGP identifier, also the IPv4 loopback address. Default: from the pool of the lab.',
      ),
    networks: z
      .union(
        [
          z.array(prefixText()).describe('The prefixes that the node originates.'),
          drawnNetworksSpec,
        ],
        {
          error:
            'networks is a list of prefixes or a number of them\nwrite [198.18.1.0/24] or { count: 1 }',
        },
      )
      .optional()
      .describe('What the node originates: a list of prefixes, or a number of them.'),
    position: z
      .strictObject({
        latitude: z.number().min(-90).max(90).describe('Degrees north.'),
        longitude: z.number().min(-180).max(180).describe('Degrees east.'),
      })
      .optional()
      .describe('Where the node stands; only for drawing.'),
  })
  .describe('One router. Everything may be left out.')

export const defaultsSpec = z
  .strictObject({ ...inheritable, networks: drawnNetworksSpec.optional() })
  .describe('Holds for every node that does not say otherwise, itself or by a group.')

export const groupSpec = z
  .strictObject({
    nodes: z.array(z.string()).describe('The members.'),
    ...inheritable,
    networks: drawnNetworksSpec.optional(),
  })
  .describe(
    'Settings for some nodes; of several groups the later one wins. Plans can name a group.',
  )

const endpoints = z
  .tuple([z.string(), z.string()], { error: endpointsMessage })
  .describe('The two nodes. A name after a colon (ams:eth1) is only a comment.')

export const linkSpec = z
  .strictObject({
    endpoints,
    relationship: z
      .enum(['peer', 'customer-provider', 'provider-customer'])
      .optional()
      .describe(
        'Gao-Rexford policy: what the first node is to the second, and the second to the first. Without it everything is exported.',
      ),
    delay: duration().optional().describe('One-way delay in each direction, e.g. 35ms.'),
    jitter: duration().optional().describe('Variation of the delay, e.g. 2ms.'),
    loss: percent().optional().describe('Share of packets lost in each direction, e.g. 0.1%.'),
    rate: rate().optional().describe('Bit rate in each direction, e.g. 100mbit.'),
    'max-prefixes': z
      .record(z.string(), z.int().min(1).max(0xffffffff))
      .optional()
      .describe(
        'By node: how many prefixes it accepts from the other end. One more ends the session (RFC 4486).',
      ),
    preference: z
      .record(z.string(), z.int().min(0).max(0xffffffff))
      .optional()
      .describe(
        'By node: the LOCAL_PREF that it gives to what it hears from the other end, whatever the relationship is. 100 where nothing says otherwise.',
      ),
    mtu: z.int().min(576).max(9216).optional().describe('Largest packet in octets. Default 1500.'),
    ipv4: z
      .tuple([endAddress('ipv4', '10.0.9.1/29'), endAddress('ipv4', '10.0.9.1/29')])
      .optional()
      .describe('IPv4 addresses of the two ends with the length of the subnet, at most 29.'),
    ipv6: z
      .tuple([endAddress('ipv6', 'fd00:9::1/64'), endAddress('ipv6', 'fd00:9::1/64')])
      .optional()
      .describe('IPv6 addresses of the two ends with the length of the subnet.'),
  })
  .describe('A point-to-point connection. Between two ASes a BGP session comes with it.')

function endpointsMessage(issue: { readonly input?: unknown }): string | undefined {
  return Array.isArray(issue.input) ? 'a link has exactly two endpoints\nwrite [a, b]' : undefined
}

export const topologySpec = z.strictObject({
  name: name().describe('Name of the lab; containers and networks are named after it.'),
  defaults: defaultsSpec.optional(),
  groups: z.record(name(), groupSpec).optional().describe('Groups by name.'),
  nodes: z.record(nodeName(), nodeSpec.nullable()).optional().describe('Routers by name.'),
  links: z
    .array(
      z.union([endpoints, linkSpec], {
        error: 'a link is a list of two nodes or a map\nwrite [a, b]',
      }),
    )
    .optional()
    .describe('Links: [a, b] or a map.'),
  families: z
    .array(z.enum(['ipv4', 'ipv6']))
    .min(1)
    .optional()
    .describe(
      'Address families with BGP sessions. Default [ipv4], and ipv6 where something uses it.',
    ),
  addressing: z
    .strictObject({
      ipv4: poolOf('ipv4')
        .optional()
        .describe('Link and loopback addresses. Default: a /16 of 10.0.0.0/8.'),
      ipv6: poolOf('ipv6')
        .optional()
        .describe('Link and loopback addresses. Default: a /48 of fd00::/8.'),
      'networks-ipv4': poolOf('ipv4')
        .optional()
        .describe('Where counted networks come from. Default 198.18.0.0/15 (RFC 2544).'),
      'networks-ipv6': poolOf('ipv6')
        .optional()
        .describe('Where counted networks come from. Default 2001:2::/48 (RFC 5180).'),
    })
    .optional()
    .describe('Pools for the addresses that are not written.'),
})

export type TopologySpec = z.output<typeof topologySpec>
/** As written in a file: quantities are text. */
export type TopologyText = z.input<typeof topologySpec>
export type NodeSpec = z.output<typeof nodeSpec>
export type GroupSpec = z.output<typeof groupSpec>
export type DefaultsSpec = z.output<typeof defaultsSpec>
export type LinkSpec = z.output<typeof linkSpec>
export type TimersSpec = z.output<typeof timersSpec>
