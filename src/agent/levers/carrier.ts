import { host } from '../nodes.ts'
import { checked } from './checked.ts'
import type { Pull } from './context.ts'
import { NODE_IS_DOWN } from './context.ts'
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
  const ask = async () => (await namespace.shell.run(`ip -o link show dev ${name}`)).output
  const holds = (line: string) => (up ? hasCarrier(line) || isShutDown(line) : !hasCarrier(line))
  return flagsOf(await readBack(ask, holds))
}

/** `eth0 <NO-CARRIER,BROADCAST,MULTICAST,UP>` of a line of `ip -o link`. */
export const flagsOf = (line: string): string =>
  line.replace(/^\d+: ([^@:]+)[^<]*(<[^>]*>).*$/s, '$1 $2')

const hasCarrier = (line: string): boolean => line.includes('LOWER_UP')

/** Shut down by another fault: then it shows no carrier whatever the cable does. */
const isShutDown = (line: string): boolean => !/[<,]UP[,>]/.test(line)
