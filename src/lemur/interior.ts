/** The ways to the other routers of the AS, as OSPF found them: asked of zebra, which knows their costs. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Family } from '../bgp/prefix.ts'
import type { Gateway } from './kernel.ts'

export interface Way {
  readonly cost: number
  readonly gateways: readonly Gateway[]
}

/** By address of the router. */
export type Ways = ReadonlyMap<string, Way>

const QUESTION: Readonly<Record<Family, string>> = {
  ipv4: 'show ip route ospf json',
  ipv6: 'show ipv6 route ospf6 json',
}

export const askWays = async (families: readonly Family[]): Promise<Ways> => {
  const answers = await Promise.all(families.map((family) => ask(QUESTION[family])))
  return new Map(answers.flatMap((answer) => [...readWays(answer)]))
}

/** From zebra's JSON: only routes to one address are ways to a router. */
export const readWays = (json: string): Ways => {
  const table = JSON.parse(json.trim() || '{}') as Readonly<Record<string, readonly ZebraRoute[]>>
  return new Map(
    Object.entries(table).flatMap(([prefix, routes]) => {
      const [address, length] = prefix.split('/') as [string, string]
      const route = routes.find(({ selected }) => selected)
      if (!route || length !== (address.includes(':') ? '128' : '32')) return []
      return [[address, { cost: route.metric, gateways: gatewaysOf(route) }] as const]
    }),
  )
}

interface ZebraRoute {
  readonly selected?: boolean
  readonly metric: number
  readonly nexthops: readonly {
    readonly ip?: string
    readonly interfaceName?: string
    readonly active?: boolean
  }[]
}

const gatewaysOf = ({ nexthops }: ZebraRoute): readonly Gateway[] =>
  nexthops
    .filter(({ ip, active }) => ip !== undefined && active)
    .map(({ ip, interfaceName }) => ({ address: ip as string, device: interfaceName }))

const run = promisify(execFile)

const ask = async (question: string): Promise<string> => {
  const { stdout } = await run('vtysh', ['-d', 'zebra', '-c', question], { timeout: 5000 })
  return stdout
}
