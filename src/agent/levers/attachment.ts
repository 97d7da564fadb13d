import { inspect } from '../engine.ts'
import { host } from '../nodes.ts'
import { checked } from './checked.ts'
import type { Pull } from './context.ts'
import { NODE_IS_DOWN } from './context.ts'
import { linkState } from './link-state.ts'
import { readBack } from './read-back.ts'

/**
 * A cable between a node and a container beside the lab: a veth pair straight between their two
 * network namespaces. No network of the engine is needed, so the node gets no default route, and the
 * pair goes with either of the two.
 */
export const attachment: Pull<'attachment'> = async (state, { nodes }) => {
  const { node, device, container, addresses, guestAddresses, present } = state
  const namespace = await nodes.namespace(node).catch(() => undefined)
  if (!namespace) return NODE_IS_DOWN
  await checked(namespace.shell, `ip link del dev ${device} 2>/dev/null || true`)
  if (!present) return `${device} is gone`
  const guest = await inspect(container)
  if (!guest.running) throw new Error(`container ${container} does not run`)
  // Both halves are made where they belong: a host full of links never lists them.
  await checked(
    host,
    `ip link add name ${device} netns ${namespace.pid} type veth peer name ${device} netns ${guest.pid}`,
  )
  await checked(namespace.shell, up(device, addresses))
  await checked(host, `nsenter -t ${guest.pid} -n sh -c '${up(device, guestAddresses)}'`)
  const ask = async () => linkState(namespace.pid, device)
  return `${device}: ${await readBack(ask, (seen) => seen === 'carrier')}`
}

const up = (device: string, addresses: readonly string[]): string =>
  [
    ...addresses.map((address) => `ip addr add ${address} dev ${device}${nodad(address)}`),
    `ip link set dev ${device} up`,
  ].join(' && ')

const nodad = (address: string): string => (address.includes(':') ? ' nodad' : '')
