/** Every fault, on the lab of kill-controller.test.ts: how it is asked for, and what must show while it holds. */
export const LAB = 'test-kill'
export const NODES = ['a', 'b', 'c', 'd']

/** A ring with an iBGP pair, both families; timers as short as they go, so that sessions come back soon. */
export const TOPOLOGY = `
name: ${LAB}
families: [ipv4, ipv6]
addressing: { ipv4: 10.201.0.0/16, ipv6: "fd00:c4a0:201::/48" }
defaults: { kind: frr, timers: { keepalive: 1s, hold: 3s, connect-retry: 1s } }
nodes:
  a: { asn: 64501, networks: [198.18.1.0/24, "2001:2:0:1::/64"] }
  b: { asn: 64502, networks: [198.18.2.0/24, "2001:2:0:2::/64"] }
  c: { asn: 64503, networks: [198.18.3.0/24] }
  d: { asn: 64503, networks: [198.18.4.0/24] }
links: [[a, b], [b, c], [c, d], [d, a]]
`

export interface Held {
  readonly fault: string
  /** What comes after `chaoslemur fault LAB FAULT`. */
  readonly args: readonly string[]
  /** The whole change of the lab: keys of a look, and what each of them must show. */
  readonly shows: readonly (readonly [key: RegExp, value: RegExp])[]
  /** A node whose software cannot be asked while it holds; afterwards it may have to start anew. */
  readonly mute?: string
  /** How many effects must be verified before the controller is killed; 1 when absent. */
  readonly verified?: number
  /** It has an end of its own and takes no --for. */
  readonly endsItself?: boolean
}

const A_END = /^a (10\.201\.0\.1|fd00:c4a0:201::1)\//
const B_END = /^b (10\.201\.0\.2|fd00:c4a0:201::2)\//
const CROSSING =
  /^(b (10\.201\.0\.9|fd00:c4a0:201:1::1)|c (10\.201\.0\.10|fd00:c4a0:201:1::2)|d (10\.201\.0\.25|fd00:c4a0:201:3::1)|a (10\.201\.0\.26|fd00:c4a0:201:3::2))\//

/** Up by its router's will, but without carrier, since the host's half of the cable is down. */
const NO_CARRIER = /^(?!.*LOWER_UP).*\bUP host down/
/** Down by its router's will; the kernel has forgotten its IPv6 address. */
const SHUT_DOWN = /^(BROADCAST,MULTICAST host up|absent)/
const DROP = /-i eth\d+ .*-j DROP/
const DROP_BGP = /-p tcp -m tcp --dport 179 .*-j DROP/
const ABSENT = /^absent$/
const GONE = [
  [/^b container/, /^exited$/],
  [/^b (?!container)/, ABSENT],
] as const
const CUT = [
  [A_END, NO_CARRIER],
  [B_END, NO_CARRIER],
] as const

/** Those that any kernel can hold. With netem, loss is a queueing discipline; else a rule. */
export const heldFaults = (netem: boolean): readonly Held[] => [
  { fault: 'link-down', args: ['a--b'], shows: CUT, verified: 2 },
  { fault: 'link-down', args: ['a->b', '--with', 'mode=one-end'], shows: [[A_END, NO_CARRIER]] },
  { fault: 'link-down', args: ['a->b', '--with', 'mode=admin'], shows: [[A_END, SHUT_DOWN]] },
  { fault: 'link-silence', args: ['a--b'], shows: [[/^[ab] rules/, DROP]], verified: 2 },
  { fault: 'link-silence', args: ['a->b'], shows: [[/^b rules/, DROP]] },
  {
    fault: 'link-flap',
    args: ['a--b', '--with', 'down=1s', 'up=200ms', 'count=100'],
    shows: CUT,
    verified: 6,
    endsItself: true,
  },
  {
    fault: 'link-loss',
    args: ['a--b', '--with', 'percent=20%'],
    shows: netem
      ? [
          [A_END, /netem c4a0: .*loss 20%/],
          [B_END, /netem c4a0: .*loss 20%/],
        ]
      : [[/^[ab] rules/, /--mode random --probability 0\.2\d* .*DROP/]],
    verified: 2,
  },
  {
    fault: 'link-rate',
    args: ['a->b', '--with', 'rate=1mbit'],
    shows: [[B_END, /tbf c4a0: root rate 1Mbit/]],
  },
  { fault: 'node-stop', args: ['b'], shows: GONE, mute: 'b' },
  { fault: 'node-crash', args: ['b'], shows: GONE, mute: 'b' },
  { fault: 'node-power-loss', args: ['b'], shows: GONE, mute: 'b' },
  { fault: 'node-freeze', args: ['b'], shows: [[/^b container/, /^paused$/]], mute: 'b' },
  { fault: 'daemon-kill', args: ['b'], shows: [[/^b process bgpd/, ABSENT]], mute: 'b' },
  {
    fault: 'daemon-kill',
    args: ['b', '--with', 'daemon=rib'],
    shows: [[/^b process zebra/, ABSENT]],
    mute: 'b',
  },
  { fault: 'daemon-freeze', args: ['b'], shows: [[/^b process bgpd/, /^frozen$/]], mute: 'b' },
  {
    fault: 'daemon-freeze',
    args: ['b', '--with', 'daemon=rib'],
    shows: [[/^b process zebra/, /^frozen$/]],
    mute: 'b',
  },
  {
    fault: 'session-shutdown',
    args: ['a--b'],
    shows: [[/^a config/, /neighbor 10\.201\.0\.2 shutdown/]],
  },
  { fault: 'session-silence', args: ['a--b'], shows: [[/^[ab] rules/, DROP_BGP]], verified: 2 },
  {
    fault: 'session-silence',
    args: ['c==d', '--with', 'from=c'],
    shows: [[/^d rules/, DROP_BGP]],
  },
  { fault: 'partition', args: ['a', 'b'], shows: [[/^. rules/, DROP]], verified: 4 },
  {
    fault: 'partition',
    args: ['a', 'b', '--with', 'mode=cut'],
    shows: [[CROSSING, NO_CARRIER]],
    verified: 4,
  },
  { fault: 'prefix-withdraw', args: ['a'], shows: [[/^a config/, /^(?!.*network 198\.18\.1)/s]] },
  {
    fault: 'prefix-announce',
    args: ['a', '--with', 'prefixes=198.18.2.0/24'],
    shows: [[/^a config/, /network 198\.18\.2\.0\/24/]],
  },
]

/** Those that need netem. */
export const netemFaults: readonly Held[] = [
  {
    fault: 'link-delay',
    args: ['a->b', '--with', 'delay=20ms'],
    shows: [[B_END, /netem c4a0: .*delay 20ms/]],
  },
  {
    fault: 'link-impair',
    args: ['a->b', '--with', 'delay=10ms', 'loss=5%'],
    shows: [[B_END, /netem c4a0: .*delay 10ms.*loss 5%/]],
  },
]
