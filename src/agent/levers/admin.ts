import { checked } from './checked.ts'
import type { Pull } from './context.ts'
import { NODE_IS_DOWN } from './context.ts'
import { linkState } from './link-state.ts'
import { readBack } from './read-back.ts'

/**
 * The operator's `shutdown` of an interface. The kernel forgets its global IPv6 addresses when it
 * goes down and does not bring them back: `up` puts all addresses of the topology on it again.
 */
export const admin: Pull<'admin'> = async ({ node, link, up }, { nodes }) => {
  const namespace = await nodes.namespace(node).catch(() => undefined)
  if (!namespace) return NODE_IS_DOWN
  const { name } = await nodes.interface(node, link)
  await checked(namespace.shell, `ip link set dev ${name} ${up ? 'up' : 'down'}`)
  if (up) await restoreAddresses(namespace.shell, name, nodes.get(node).ends[link] ?? [])
  const ask = async () => linkState(namespace.pid, name)
  return `${name}: ${await readBack(ask, (seen) => (seen === 'shut down') !== up)}`
}

const restoreAddresses = async (
  shell: Parameters<typeof checked>[0],
  name: string,
  addresses: readonly string[],
): Promise<void> => {
  for (const address of addresses) {
    const nodad = address.includes(':') ? 'nodad' : ''
    await checked(shell, `ip addr replace ${address} dev ${name} ${nodad}`)
  }
}
