/** The control groups of the lab's containers: how long their programs had a processor. */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { list } from './engine.ts'
import { type GroupUse, readGroup1, readGroup2, readWaited } from './host-counters.ts'

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
    const found = ids.map((id) => useOf(place, id)).filter((one) => one !== undefined)
    return {
      groups: new Map(found),
      waitedMs: new Map(ids.flatMap((id) => processesOf(place, id).flatMap(waitOf))),
    }
  }

  /** The engine is asked only when there is a container that was not there before. */
  async #renew(): Promise<void> {
    const there = this.#place ? idsIn(this.#place) : []
    if (this.#place && there.every((id) => this.#known.has(id))) return
    const ours = await list(this.#label)
    for (const id of ours) this.#ours.add(id)
    this.#place ??= find(this.#root, ours)
    for (const id of [...there, ...ours]) this.#known.add(id)
  }
}

interface Place {
  /** Of the group of a container, `ID` for its id; of both the same in version 2. */
  readonly usage: string
  readonly quota: string
  readonly version: 1 | 2
}

const find = (root: string, ids: readonly string[]): Place | undefined => {
  for (const path of PLACES) {
    const two = join(root, path)
    const one = { usage: join(root, 'cpuacct', path), quota: join(root, 'cpu', path) }
    const places: readonly Place[] = [
      { ...one, version: 1 },
      { usage: two, quota: two, version: 2 },
    ]
    const found = places.find((place) => ids.some((id) => useOf(place, id) !== undefined))
    if (found) return found
  }
  return undefined
}

const read = (path: string, id: string, name: string): string =>
  readFileSync(join(path.replace('ID', id), name), 'utf8')

const processesOf = ({ usage }: Place, id: string): readonly string[] => {
  try {
    return read(usage, id, 'cgroup.procs').split('\n').filter(Boolean)
  } catch {
    return []
  }
}

/** Nothing where it has ended meanwhile, or where the kernel does not count it. */
const waitOf = (pid: string): readonly (readonly [string, number])[] => {
  try {
    return [[pid, readWaited(readFileSync(`/proc/${pid}/schedstat`, 'utf8'))]]
  } catch {
    return []
  }
}

const useOf = (place: Place, id: string): readonly [string, GroupUse] | undefined => {
  try {
    return place.version === 1
      ? [id, readGroup1(read(place.usage, id, 'cpuacct.usage'), read(place.quota, id, 'cpu.stat'))]
      : [id, readGroup2(read(place.usage, id, 'cpu.stat'))]
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
