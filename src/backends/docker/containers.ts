import type Docker from 'dockerode'
import type { Attachment, DesiredNode } from './desired.ts'
import { call, type Engine } from './engine.ts'
import { LABEL } from './labels.ts'

/** A router's container with all its links, not started yet. */
export const createNode = async (engine: Engine, lab: string, node: DesiredNode): Promise<void> => {
  const container = await call(`create ${node.container}`, () =>
    engine.createContainer(createOptions(lab, node)),
  )
  for (const attachment of node.attachments.slice(1)) await attach(engine, container.id, attachment)
}

export const attach = (engine: Engine, container: string, link: Attachment): Promise<unknown> =>
  call(`connect ${container.slice(0, 12)} to ${link.network}`, () =>
    engine
      .getNetwork(link.network)
      .connect({ Container: container, EndpointConfig: endpoint(link) }),
  )

const createOptions = (lab: string, node: DesiredNode): Docker.ContainerCreateOptions => {
  const first = node.attachments[0]
  return {
    name: node.container,
    Image: node.imageTag,
    Hostname: node.name,
    Env: ['TZ=UTC'],
    Labels: {
      [LABEL.lab]: lab,
      [LABEL.role]: 'node',
      [LABEL.node]: node.name,
      [LABEL.spec]: node.spec,
    },
    HostConfig: {
      // Never privileged: these few, beside the engine's default set.
      CapAdd: [...node.capabilities],
      Sysctls: { ...node.sysctls },
      NetworkMode: first?.network ?? 'none',
      RestartPolicy: { Name: 'no' },
      LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '2' } },
    },
    ...(first
      ? { NetworkingConfig: { EndpointsConfig: { [first.network]: endpoint(first) } } }
      : {}),
  }
}

const endpoint = ({ ipv4, ipv6 }: Attachment) => ({
  IPAMConfig: { IPv4Address: ipv4, ...(ipv6 ? { IPv6Address: ipv6 } : {}) },
})

export const start = (engine: Engine, name: string): Promise<unknown> =>
  call(`start ${name}`, () => engine.getContainer(name).start())

/** SIGKILL and removal; that it is gone already is no error. */
export const remove = async (engine: Engine, container: string): Promise<void> => {
  try {
    await engine.getContainer(container).remove({ force: true, v: true })
  } catch (cause) {
    if (![404, 409].includes((cause as { statusCode?: number }).statusCode ?? 0)) {
      await call(`remove container ${container}`, () => Promise.reject(cause))
    }
  }
}
