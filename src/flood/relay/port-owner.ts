/** Who listens on a TCP port of this machine: for the message that it is taken. Linux only. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

const LISTEN = '0A'

/** `chaoslemur (process 4711)`; undefined when it cannot be seen, for example in another container. */
export const portOwner = (port: number, proc = '/proc'): string | undefined => {
  const inodes = ['tcp', 'tcp6'].flatMap((name) => listening(read(`${proc}/net/${name}`), port))
  if (inodes.length === 0) return undefined
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`))
  const pid = list(proc).find((name) => /^\d+$/.test(name) && holds(`${proc}/${name}/fd`, sockets))
  return pid && `${read(`${proc}/${pid}/comm`).trim()} (process ${pid})`
}

/** The inodes of the sockets in a table of the kernel that listen on the port. */
const listening = (table: string, port: number): readonly string[] => {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  return table
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local = '', , state]) => local.endsWith(suffix) && state === LISTEN)
    .flatMap((fields) => fields[9] ?? [])
}

const holds = (folder: string, sockets: ReadonlySet<string>): boolean =>
  list(folder).some((name) => {
    try {
      return sockets.has(readlinkSync(`${folder}/${name}`))
    } catch {
      // Closed meanwhile, or not ours to look at.
      return false
    }
  })

const read = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

const list = (path: string): readonly string[] => {
  try {
    return readdirSync(path)
  } catch {
    return []
  }
}
