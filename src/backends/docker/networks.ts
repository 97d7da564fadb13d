import { BackendError } from '../../lib/errors.ts'
import type { DesiredNetwork } from './desired.ts'
import { call, type Engine, statusOf } from './engine.ts'
import { LABEL } from './labels.ts'

/** The bridge of one link: no masquerading, so that nothing on it can leave the host. */
export const createNetwork = async (
  engine: Engine,
  lab: string,
  wanted: DesiredNetwork,
  gatewayMode: string | undefined,
): Promise<void> => {
  const { subnet, gateway } = wanted.ipv4
  const ipam = [{ Subnet: subnet, Gateway: gateway }]
  if (wanted.ipv6) ipam.push({ Subnet: wanted.ipv6.subnet, Gateway: wanted.ipv6.gateway })
  const options = {
    Name: wanted.name,
    Driver: 'bridge',
    CheckDuplicate: true,
    EnableIPv6: wanted.ipv6 !== undefined,
    IPAM: { Driver: 'default', Config: ipam },
    Labels: { [LABEL.lab]: lab, [LABEL.link]: wanted.link, [LABEL.spec]: wanted.spec },
    Options: {
      'com.docker.network.bridge.enable_ip_masquerade': 'false',
      'com.docker.network.driver.mtu': String(wanted.mtu),
      ...(gatewayMode ? { 'com.docker.network.bridge.gateway_mode_ipv4': gatewayMode } : {}),
      ...(gatewayMode && wanted.ipv6
        ? { 'com.docker.network.bridge.gateway_mode_ipv6': gatewayMode }
        : {}),
    },
  }
  try {
    await engine.createNetwork(options)
  } catch (cause) {
    throw networkError(wanted, cause)
  }
}

/** Engines from 28 on filter packets to addresses behind a bridge unless told not to; older ones refuse the option. */
export const gatewayModeFor = (engineVersion: string): string | undefined =>
  Number.parseInt(engineVersion, 10) >= 28 ? 'nat-unprotected' : undefined

const networkError = (wanted: DesiredNetwork, cause: unknown): BackendError => {
  const overlap = /overlap/i.test(String(cause))
  return new BackendError(`could not create network ${wanted.name} (${wanted.ipv4.subnet})`, {
    cause,
    hint: overlap
      ? 'another network of this host uses these addresses: set addressing.ipv4 in the topology to a free pool, or take the other lab down'
      : undefined,
  })
}

export const removeNetwork = async (engine: Engine, name: string): Promise<void> => {
  try {
    await engine.getNetwork(name).remove()
  } catch (cause) {
    if (statusOf(cause) !== 404) {
      await call(`remove network ${name}`, () => Promise.reject(cause))
    }
  }
}
