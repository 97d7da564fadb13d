import { setTimeout as sleep } from 'node:timers/promises'
import type Docker from 'dockerode'
import { BackendError } from '../../lib/errors.ts'
import type { Topology } from '../../model/topology.ts'
import { remove } from './containers.ts'
import { call, type Engine, statusOf } from './engine.ts'
import { hash } from './hash.ts'
import { agentName, LABEL } from './labels.ts'
import { packTopology } from './topology-label.ts'

/** Where the engine's socket is on the engine's own host: the agent restarts nodes through it. */
const ENGINE_SOCKET = process.env.CHAOSLEMUR_ENGINE_SOCKET ?? '/var/run/docker.sock'

/**
 * The last three are in the engine's default set: entering a mount namespace, signalling a daemon of
 * another user and opening such a daemon's command socket need them. SYS_NICE lets the route monitors
 * read in real time. Never privileged: that fails on hosts with a reduced bounding set.
 */
const CAPABILITIES = [
  'NET_ADMIN',
  'SYS_ADMIN',
  'SYS_PTRACE',
  'NET_RAW',
  'SYS_NICE',
  'SYS_CHROOT',
  'KILL',
  'DAC_OVERRIDE',
]

/**
 * Of the processor, where routers leave none: ten times the share of one of them. What is not read in
 * time is lost to the capture, and a fault that is not healed in time lasts too long.
 */
const CPU_SHARES = 10_240

/** Makes the lab's agent container, or keeps the one of the same image and topology. Not started; refused while it is in use. */
export const ensureAgent = async (
  engine: Engine,
  topology: Topology,
  image: string,
): Promise<void> => {
  const label = packTopology(topology)
  const spec = hash([image, label, ENGINE_SOCKET, CAPABILITIES, CPU_SHARES])
  const found = await look(engine, topology.name)
  // Never under another controller's feet: its agent must heal what it holds first. What is stopped
  // or paused in the lab may be its fault, and is not for us to start.
  if (found) await awaitFree(engine, topology.name)
  if (found?.Config.Labels[LABEL.spec] === spec) return
  if (found) await remove(engine, agentName(topology.name))
  const options = createOptions(topology.name, image, { topology: label, spec })
  await call(`create ${agentName(topology.name)}`, () => engine.createContainer(options))
}

const look = async (
  engine: Engine,
  lab: string,
): Promise<Docker.ContainerInspectInfo | undefined> => {
  try {
    return await engine.getContainer(agentName(lab)).inspect()
  } catch (cause) {
    if (statusOf(cause) === 404) return undefined
    return call(`inspect ${agentName(lab)}`, () => Promise.reject(cause))
  }
}

const createOptions = (
  lab: string,
  image: string,
  { topology, spec }: { readonly topology: string; readonly spec: string },
): Docker.ContainerCreateOptions => ({
  name: agentName(lab),
  Image: image,
  Labels: {
    [LABEL.lab]: lab,
    [LABEL.role]: 'agent',
    [LABEL.spec]: spec,
    [LABEL.topology]: topology,
  },
  // StdinOnce: when the attached controller goes, however it goes, the agent's stdin ends.
  OpenStdin: true,
  StdinOnce: true,
  AttachStdin: true,
  AttachStdout: true,
  AttachStderr: true,
  HostConfig: {
    NetworkMode: 'host',
    PidMode: 'host',
    CapDrop: ['ALL'],
    CapAdd: CAPABILITIES,
    CpuShares: CPU_SHARES,
    SecurityOpt: ['apparmor=unconfined'],
    Binds: [`${ENGINE_SOCKET}:/var/run/docker.sock`],
    LogConfig: { Type: 'none', Config: {} },
    RestartPolicy: { Name: 'no' },
  },
})

/** Waits for the agent of an earlier controller to finish healing; refuses when it stays. */
export const awaitFree = async (engine: Engine, lab: string): Promise<void> => {
  for (let attempt = 0; attempt < 30; attempt++) {
    const found = await look(engine, lab)
    if (!found) throw unknownLab(lab)
    if (!found.State.Running) return
    await sleep(100)
  }
  throw new BackendError(`lab ${lab} is in use: another chaoslemur holds its agent`, {
    hint: `wait for it, or end it; if none is left, run: docker rm -f ${agentName(lab)} && chaoslemur up`,
  })
}

export const unknownLab = (lab: string): BackendError =>
  new BackendError(`there is no lab ${lab} on this engine`, {
    hint: 'chaoslemur status lists the labs; chaoslemur up TOPOLOGY makes one',
  })
