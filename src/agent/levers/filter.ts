import type { DropRule } from '../../model/effect.ts'
import type { Nodes } from '../nodes.ts'
import { CHAIN, setChain } from './chain.ts'
import type { Pull } from './context.ts'
import { NODE_IS_DOWN } from './context.ts'

/** What a node no longer receives. An empty list removes the chain. */
export const filter: Pull<'filter'> = async ({ node, drop }, { nodes }) => {
  const namespace = await nodes.namespace(node).catch(() => undefined)
  if (!namespace) return NODE_IS_DOWN
  const matches = (await Promise.all(drop.map((rule) => matchesOf(rule, node, nodes)))).flat()
  const of = (family: Match['family']) =>
    matches.filter((match) => !match.family || match.family === family).map(({ text }) => text)
  return setChain(namespace.shell, CHAIN, { ipv4: of('ipv4'), ipv6: of('ipv6') })
}

interface Match {
  readonly text: string
  /** Absent: the rule makes sense in both. */
  readonly family?: 'ipv4' | 'ipv6'
}

const matchesOf = async (rule: DropRule, node: string, nodes: Nodes): Promise<readonly Match[]> => {
  const input = rule.link ? `-i ${(await nodes.interface(node, rule.link)).name} ` : ''
  const source = rule.from ? `-s ${rule.from} ` : ''
  const target = rule.to ? `-d ${rule.to} ` : ''
  const ports = rule.bgpOnly ? ['-p tcp --dport 179 ', '-p tcp --sport 179 '] : ['']
  // Loopback traffic is the node talking to itself: no link fault may touch it.
  const scope = input || '! -i lo '
  const address = rule.from ?? rule.to
  return ports.map((port) => ({
    text: `${scope}${source}${target}${port}-m comment --comment chaoslemur -j DROP`,
    ...(address ? { family: address.includes(':') ? 'ipv6' : 'ipv4' } : {}),
  }))
}
