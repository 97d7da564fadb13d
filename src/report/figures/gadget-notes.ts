/** What a gadget's network says beyond its lines, in words short enough for a drawing. */
import type { EventNetwork, NetworkRouter, PeerPolicy } from '../../events/exact/network.ts'

/** AS numbers of a path as the drawing names their routers: digits where these are the names. */
export const pathText = (
  { routers }: EventNetwork,
  path: readonly number[] | undefined,
): string => {
  if (path === undefined) return 'no route'
  const nameOf = (asn: number): string => {
    const name = routers.find((router) => router.asn === asn)?.name ?? ''
    return /^\d+$/.test(name) ? name : String(asn)
  }
  return path.map(nameOf).join(' ')
}

/** What a router prefers or announces, a line each; ranked paths with the best one first. */
export const notesOf = (network: EventNetwork, router: NetworkRouter): readonly string[] => [
  ...announcement(router),
  ...ranking(network, router),
]

const announcement = ({ announces }: NetworkRouter): readonly string[] => {
  if (!announces) return []
  const { med, communities = [] } = announces
  return [
    'announces',
    ...(med === undefined ? [] : [`MED ${med}`]),
    ...communities.map((one) => `community ${one >>> 16}:${one & 0xffff}`),
  ]
}

const ranking = (network: EventNetwork, { name }: NetworkRouter): readonly string[] =>
  policiesOf(network, name)
    .flatMap(({ imports = [] }) => imports)
    .filter(({ localPref }) => localPref !== undefined)
    .sort((a, b) => (b.localPref as number) - (a.localPref as number))
    .flatMap(({ community, asPath, localPref }) =>
      community === undefined
        ? [[name, pathText(network, asPath)].join(' ')]
        : [`pref ${localPref}`, `if ${community >>> 16}:${community & 0xffff}`],
    )

/** Of the router for each of its neighbours. */
const policiesOf = ({ sessions }: EventNetwork, name: string): readonly PeerPolicy[] =>
  sessions.flatMap(({ ends: [a, b], policies: [first, second] = [{}, {}] }) => {
    if (a === name) return [first]
    return b === name ? [second] : []
  })
