/**
 * For a program whose time stamps are those of its reading: iproute2 stamps a change of the kernel's tables
 * when it reads it, and among busy routers that is late by the time for which it waits for a processor.
 */
import { execFile } from 'node:child_process'

/**
 * Words to put before a command whose time stamps are the kernel's: it waits until who runs now, maybe a router, has
 * done what he is at (Linux, SCHED_BATCH in sched(7)), and gets its share of a busy machine all the same.
 */
export const GIVE_WAY = ['chrt', '-b', '0'] as const

/**
 * Words to put before a command so that it is run before everything that is not real time itself; none where
 * the kernel does not let us.
 */
export const realTimePrefix = (): Promise<readonly string[]> => {
  known ??= find()
  return known
}

let known: Promise<readonly string[]> | undefined

/** The lowest of the real-time priorities. */
const CHRT = ['chrt', '-f', '1'] as const

// With RT_GROUP_SCHED a container's group of version 1 has no real time of its own (Linux,
// Documentation/scheduler/sched-rt-group.rst); the root group has. Mounted in our own namespace only.
const FOLDER = '/run/chaoslemur-cpu'
const ENTER = `echo $$ > ${FOLDER}/tasks`
const MOUNT = `
set -e
with=$(sed -n -E 's/^[0-9]+:(cpu|cpu,.*|.*,cpu|.*,cpu,.*):.*/\\1/p' /proc/self/cgroup)
mkdir -p ${FOLDER}
mountpoint -q ${FOLDER} || mount -t cgroup -o "$with" cgroup ${FOLDER}
${ENTER}
exec ${CHRT.join(' ')} true`

const find = async (): Promise<readonly string[]> => {
  if (await works([...CHRT, 'true'])) return CHRT
  if (await works(['sh', '-c', MOUNT]))
    return ['sh', '-c', `${ENTER} && exec ${CHRT.join(' ')} "$@"`, 'sh']
  return []
}

const works = ([program, ...args]: readonly string[]): Promise<boolean> =>
  new Promise((resolve) => {
    execFile(program as string, args, (error) => resolve(error === null))
  })
