/** Reads `ip -j route show`: the gateways of each prefix. */

interface KernelRoute {
  readonly dst: string
  readonly gateway?: string
  readonly via?: { readonly host: string }
  readonly nexthops?: readonly {
    readonly gateway?: string
    readonly via?: { readonly host: string }
  }[]
}

export const readKernelRoutes = (json: string): ReadonlyMap<string, readonly string[]> => {
  const routes = (json.trim() === '' ? [] : JSON.parse(json)) as readonly KernelRoute[]
  return new Map(routes.map((route) => [withLength(route.dst), gateways(route)]))
}

const gateways = ({ gateway, via, nexthops = [] }: KernelRoute): readonly string[] =>
  [{ gateway, via }, ...nexthops].flatMap((hop) => hop.gateway ?? hop.via?.host ?? [])

const withLength = (dst: string): string =>
  dst.includes('/') || dst === 'default' ? dst : `${dst}/${dst.includes(':') ? 128 : 32}`
