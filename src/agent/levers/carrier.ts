import { host } from '../nodes.ts'
import { checked } from './checked.ts'
import type { Pull } from './context.ts'
import { NODE_IS_DOWN } from './context.ts'
import { type LinkState, linkState } from './link-state.ts'
import { readBack } from './read-back.ts'

/**
 * Carrier of one end, from the host's half of the veth pair: the router sees its cable pulled.
 * The far end keeps its carrier, since a bridge lies between: a fibre cut takes both ends.
 */
export const carrier: Pull<'carrier'> = async ({ node, link, up }, { nodes }) => {
  const namespace = await nodes.namespace(node).catch(() => undefined)
  if (!namespace) return NODE_IS_DOWN
  const { name, hostName } = await nodes.interface(node, link)
  await checked(host, `ip link set dev ${hostName} ${up ? 'up' : 'down'}`)
  const ask = async () => linkState(namespace.pid, name)
  const holds = (seen: LinkState) => (up ? seen !== 'no carrier' : seen !== 'carrier')
  return `${name}: ${await readBack(ask, holds)}`
}
