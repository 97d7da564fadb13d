/** The control groups of the lab's containers: how long their programs had a processor. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { list } from './engine.ts'
import { type GroupUse, readGroup1, readGroup2, readWaited } from './host-counters.ts'
import { KeptFiles } from './kept-files.ts'

/**
 * The host's own view: that of our container shows our container only. Our parent is the engine's shim, which
 * is in no container.
 */
const ROOT = `/proc/${process.ppid}/root/sys/fs/cgroup`

/** Where engines put a container's group, by the driver of control groups that they use. */
const PLACES = ['docker/ID', 'system.slice/docker-ID.scope'] as const

/** What the lab's containers had of the processors, since they started. */
export interface LabUse {
  /** By container. */
  readonly groups: ReadonlyMap<string, GroupUse>
  /** How long each process, by its id, had to wait for a processor; only main threads are looked at. */
  readonly waitedMs: ReadonlyMap<string, number>
}

export class Groups {
  readonly #label: string
  readonly #root: string
  readonly #ours = new Set<string>()
  readonly #known = new Set<string>()
  readonly #files = new KeptFiles()
  #place: Place | undefined

  /** Of the containers with the label, `NAME=VALUE`. */
  constructor(label: string, root = ROOT) {
    this.#label = label
    this.#root = root
  }

  /** Undefined where the groups cannot be found. */
  async use(): Promise<LabUse | undefined> {
    await this.#renew()
    const place = this.#place
    if (!place) return undefined
    const ids = [...this.#ours]
    const read = (path: string) => this.#files.read(path)
    const found = ids.map((id) => useOf(read, place, id)).filter((one) => one !== undefined)
    const waited = ids.flatMap((id) => processesOf(place, id).flatMap((pid) => waitOf(read, pid)))
    this.#files.sweep()
    return { groups: new Map(found), waitedMs: new Map(waited) }
  }

  close(): void {
    this.#files.close()
  }

  /** The engine is asked only when there is a container that was not there before. */
  async #renew(): Promise<void> {
    const there = this.#place ? idsIn(this.#place) : []
    if (this.#place && there.every((id) => this.#known.has(id))) return
    const ours = await list(this.#label)
    for (const id of ours) this.#ours.add(id)
    this.#place ??= find((path) => this.#files.read(path), this.#root, ours)
    for (const id of [...there, ...ours]) this.#known.add(id)
  }
}

interface Place {
  /** Of the group of a container, `ID` for its id; of both the same in version 2. */
  readonly usage: string
  readonly quota: string
  readonly version: 1 | 2
}

const find = (read: Read, root: string, ids: readonly string[]): Place | undefined => {
  for (const path of PLACES) {
    const two = join(root, path)
    const one = { usage: join(root, 'cpuacct', path), quota: join(root, 'cpu', path) }
    const places: readonly Place[] = [
      { ...one, version: 1 },
      { usage: two, quota: two, version: 2 },
    ]
    const found = places.find((place) => ids.some((id) => useOf(read, place, id) !== undefined))
    if (found) return found
  }
  return undefined
}

/** A file of the kernel. */
type Read = (path: string) => string

const fileOf = (path: string, id: string, name: string): string =>
  join(path.replace('ID', id), name)

// Opened anew: who keeps this one open may be given the list of before (Linux, version 1).
const processesOf = ({ usage }: Place, id: string): readonly string[] => {
  try {
    return readFileSync(fileOf(usage, id, 'cgroup.procs'), 'utf8')
      .split('\n')
      .filter(Boolean)
  } catch {
    return []
  }
}

/** Nothing where it has ended meanwhile, or where the kernel does not count it. */
const waitOf = (read: Read, pid: string): readonly (readonly [string, number])[] => {
  try {
    return [[pid, readWaited(read(`/proc/${pid}/schedstat`))]]
  } catch {
    return []
  }
}

const useOf = (
  read: Read,
  { usage, quota, version }: Place,
  id: string,
): readonly [string, GroupUse] | undefined => {
  const text = (path: string, name: string) => read(fileOf(path, id, name))
  try {
    return version === 1
      ? [id, readGroup1(text(usage, 'cpuacct.usage'), text(quota, 'cpu.stat'))]
      : [id, readGroup2(text(usage, 'cpu.stat'))]
  } catch {
    // It does not run now, or is not here.
    return undefined
  }
}

const idsIn = ({ usage }: Place): readonly string[] => {
  try {
    return readdirSync(dirname(usage)).flatMap((name) => /[0-9a-f]{64}/.exec(name)?.[0] ?? [])
  } catch {
    return []
  }
}
