import { Shell, type ShellResult } from './shell.ts'

/** Several shells of the same kind: commands that wait for the kernel do not hold up the next ones. */
export class ShellPool {
  readonly #shells: readonly Shell[]
  readonly #load: number[]

  constructor(argv: readonly [string, ...string[]], size: number) {
    this.#shells = Array.from({ length: size }, () => new Shell(argv))
    this.#load = this.#shells.map(() => 0)
  }

  /** Runs one command line, next to others that are under way: order those that depend on each other. */
  async run(command: string): Promise<ShellResult> {
    const index = this.#load.indexOf(Math.min(...this.#load))
    this.#load[index] = (this.#load[index] ?? 0) + 1
    try {
      return await (this.#shells[index] as Shell).run(command)
    } finally {
      this.#load[index] = (this.#load[index] ?? 1) - 1
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#shells.map((shell) => shell.close()))
  }
}
