/** The shell that FRR and Quagga share, asked and told on one command line. */
import { BackendError } from '../lib/errors.ts'
import type { Argv, Change, Guest } from '../model/kind.ts'
import type { Family, Node, PrefixText, Topology } from '../model/topology.ts'
import type { Dialect } from './dialect.ts'
import { guestLines } from './guest.ts'
import { configure } from './vtysh-command.ts'

/** How a kind tells whether a change holds. */
export interface Checks {
  isShutDown(peerAddress: string, family: Family): Pick<Change, 'check' | 'holds'>
  isOriginated(prefix: PrefixText, family: Family): Pick<Change, 'check' | 'holds'>
  isNeighbour(address: string, family: Family): Pick<Change, 'check' | 'holds'>
}

/** The changes of a kind's running configuration. */
export const changes = (checks: Checks, dialect: Dialect) => ({
  guest: (node: Node, topology: Topology, guest: Guest): Change => ({
    ...guestLines(node, topology, guest, dialect),
    ...checks.isNeighbour(guest.address, guest.family),
  }),
  shutdown: (node: Node, peerAddress: string, family: Family): Change => ({
    apply: configure(node, `neighbor ${peerAddress} shutdown`),
    revert: configure(node, `no neighbor ${peerAddress} shutdown`),
    ...checks.isShutDown(peerAddress, family),
  }),
  announce: (node: Node, prefix: PrefixText, family: Family): Change => ({
    apply: originate(node, prefix, family),
    revert: originate(node, prefix, family, 'no '),
    ...checks.isOriginated(prefix, family),
  }),
  withdraw: (node: Node, prefix: PrefixText, family: Family): Change => {
    const originated = checks.isOriginated(prefix, family)
    return {
      apply: originate(node, prefix, family, 'no '),
      revert: originate(node, prefix, family),
      check: originated.check,
      holds: (output) => !originated.holds(output),
    }
  },
})

const originate = (node: Node, prefix: PrefixText, family: Family, not = ''): Argv =>
  configure(node, `address-family ${family} unicast`, `${not}network ${prefix}`)

/** RFC 4271 names: a daemon adds notes such as `Idle (Admin)`, and FRR has states between two of them. */
export const rfcState = (text: string): string => {
  const state = text.replace(/ ?\(.*/, '')
  return state === 'Clearing' || state === 'Deleted' ? 'Idle' : state
}

/** For answers that cannot be read. Shows what came instead. */
export const unreadable = (asked: string, output: string, cause?: unknown): BackendError => {
  const lines = output.trim().split('\n').slice(-5)
  return new BackendError(
    output.trim() === '' ? `no answer to "${asked}"` : `cannot read the answer to "${asked}"`,
    {
      output: output.trim() === '' ? [] : lines.map((line) => line.slice(0, 200)),
      hint: 'is the BGP daemon alive in the node? `chaoslemur logs` shows what it said last',
      cause,
    },
  )
}
