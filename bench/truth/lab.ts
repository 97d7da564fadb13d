/** The experiment that is watched twice. */
export interface TruthLab {
  readonly name: string
  /** Of its links, a /16; and the upper two octets of its prefixes. */
  readonly pool: string
}

/** Five routers in a ring with one chord: after a cut there is another way for everybody. */
export const topologyText = ({ name, pool }: TruthLab): string => `
name: ${name}
addressing: { ipv4: ${pool} }
defaults: { kind: frr, timers: { keepalive: 1s, hold: 3s, connect-retry: 1s, mrai: 0s } }
nodes:
${NODES.map((node, index) => `  ${node}: { networks: [${networks(index)}] }`).join('\n')}
links: [[a, b], [b, c], [c, d], [d, e], [e, a], [b, d]]
`

const NODES = ['a', 'b', 'c', 'd', 'e']

const networks = (index: number): string =>
  Array.from({ length: 4 }, (_, number) => `198.19.${200 + index * 4 + number}.0/24`).join(', ')

/** A cut, which two routers see at once, and a reset, of which one is told. `topology`: path of its file. */
export const planText = (topology: string): string => `
version: 1
name: truth
topology: ${topology}
steady-state: [sessions: all-established, routes: as-predicted, quiet: { for: 1s }]
steps:
  - { id: cut, do: link-down, on: a--b, at: 500ms, for: 5s }
  - { id: reset, do: session-reset, on: c--d, after: { step: cut, event: ended, delay: 500ms } }
assertions: []
`
