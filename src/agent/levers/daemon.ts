import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { execDetached } from '../engine.ts'
import type { Pull } from './context.ts'
import { NODE_IS_DOWN } from './context.ts'
import { readBack } from './read-back.ts'

/** A router has started its daemons this long after its container. */
const START_MS = 3000

/** One program of a router, apart from the rest: killed, stopped by SIGSTOP, or running. */
export const daemon: Pull<'daemon'> = async ({ node, process: name, start, state }, { nodes }) => {
  const namespace = await nodes.namespace(node).catch(() => undefined)
  if (!namespace) return NODE_IS_DOWN
  const look = async () => describe(name, namespace.pid)
  // In a router that was just started it must come up before it can be taken down.
  if (state !== 'running' && ageMs(namespace.pid) < START_MS)
    await readBack(look, (text) => text !== 'dead', START_MS).catch(() => undefined)
  const found = pidsOf(name, namespace.pid)
  if (state !== 'dead' && found.length === 0) await execDetached(nodes.get(node).container, start)
  if (state === 'dead') for (const pid of found) process.kill(pid, 'SIGKILL')
  if (state === 'running') for (const pid of found) process.kill(pid, 'SIGCONT')
  if (state === 'frozen') {
    await readBack(look, (text) => text !== 'dead')
    for (const pid of pidsOf(name, namespace.pid)) process.kill(pid, 'SIGSTOP')
  }
  return readBack(look, (text) => text === state)
}

const describe = (name: string, init: number): 'dead' | 'frozen' | 'running' => {
  const pids = pidsOf(name, init)
  if (pids.length === 0) return 'dead'
  return pids.every((pid) => statusOf(pid) === 'T') ? 'frozen' : 'running'
}

/** Processes of this name in the pid namespace of the container whose init is `init`; no zombies. */
const pidsOf = (name: string, init: number): readonly number[] => {
  const space = pidSpace(init)
  return readdirSync('/proc')
    .map(Number)
    .filter(
      (pid) => pid > 0 && comm(pid) === name && pidSpace(pid) === space && statusOf(pid) !== 'Z',
    )
}

const attempt = (read: () => string): string => {
  try {
    return read()
  } catch {
    // The process ended between the listing and the look.
    return ''
  }
}

/** How long ago a process was started, from its start time in ticks of 10 ms since the boot. */
const ageMs = (pid: number): number => {
  const startedTicks = Number(fieldsOf(pid)[19])
  const upSeconds = Number(attempt(() => readFileSync('/proc/uptime', 'utf8')).split(' ')[0])
  return upSeconds * 1000 - startedTicks * 10
}

/** Of `/proc/PID/stat`, from the state on: the name before it may hold spaces. */
const fieldsOf = (pid: number): readonly string[] =>
  attempt(() => readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '')).split(' ')

const comm = (pid: number): string =>
  attempt(() => readFileSync(`/proc/${pid}/comm`, 'utf8').trim())
const pidSpace = (pid: number): string => attempt(() => readlinkSync(`/proc/${pid}/ns/pid`))
const statusOf = (pid: number): string => fieldsOf(pid)[0] ?? ''
