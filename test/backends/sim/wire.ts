/** Two hosts and a link of the simulator, a connection from a to b, and what its two ends were told. */
import { Fabric } from '../../../src/backends/sim/fabric.ts'
import { EventQueue } from '../../../src/backends/sim/queue.ts'
import { Socket, type SocketUser } from '../../../src/backends/sim/socket.ts'
import { createRandom } from '../../../src/lib/random.ts'
import type { Shape } from '../../../src/model/topology.ts'
import { lab } from '../../solve/lab.ts'

const A = '10.0.1.1'
const B = '10.0.1.2'

export class Wire {
  readonly queue = new EventQueue()
  readonly fabric: Fabric
  readonly told: string[] = []
  socket: Socket
  far: Socket | undefined

  constructor(shape: Shape = {}, seed = 1) {
    const topology = lab({ nodes: { a: 1, b: 2 }, links: [['a', 'b']] })
    this.fabric = new Fabric(topology, createRandom(seed))
    for (const name of ['a', 'b']) {
      this.fabric.host(name).isRunning = true
      this.fabric.interface(name, 'a--b').out.shape = shape
    }
    this.listen()
    this.socket = this.#open()
  }

  listen(): void {
    this.fabric.host('b').listener = (far) => {
      this.far = far
      return this.#user('b')
    }
  }

  /** The time is then exactly that. */
  until(ms: number): this {
    this.queue.schedule(ms, () => undefined)
    while (this.queue.nextMs <= ms) this.queue.step()
    return this
  }

  connected(): this {
    this.socket.connect()
    this.until(this.queue.nowMs + 1000)
    this.told.length = 0
    return this
  }

  /** Nothing gets from one to the other. */
  silence(to: 'a' | 'b', on: boolean): void {
    this.fabric.host(to).drop = on ? [{ link: 'a--b' }] : []
  }

  send(text: string): void {
    this.socket.send(new TextEncoder().encode(text))
  }

  #open(): Socket {
    const net = { queue: this.queue, fabric: this.fabric }
    return new Socket(net, this.fabric.host('a'), A, B, this.#user('a'))
  }

  #user(name: string): SocketUser {
    const tell = (what: string) => this.told.push(`${name} ${what} ${this.queue.nowMs.toFixed(0)}`)
    return {
      connected: () => tell('connected'),
      arrived: (bytes) => tell(`got ${new TextDecoder().decode(bytes)}`),
      ended: ({ why }) => tell(why),
    }
  }
}

/** Without their times. */
export const words = (told: readonly string[]): string[] =>
  told.map((line) => line.split(' ').slice(0, -1).join(' '))

/** Milliseconds after `start` at which b got something. */
export const delays = ({ told }: Wire, start: number): number[] =>
  told.map((line) => Number(line.split(' ').at(-1)) - start)

export const SEGMENT = 'x'.repeat(1448)
