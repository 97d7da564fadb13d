/** Brings guests to routers of a running lab: a cable and a neighbour for each, held by the agent like a fault. */
import type { AgentChange, AgentState, AppliedChange } from '../../agent/protocol.ts'
import { BackendError } from '../../lib/errors.ts'
import type { Change, Guest } from '../../model/kind.ts'
import type { Family, Node, Topology } from '../../model/topology.ts'
import type { Cable } from '../guest-address.ts'
import type { AgentClient } from './agent-client.ts'
import type { RunInNode } from './ask.ts'
import { awaitCheck } from './await-check.ts'
import type { Kinds } from './compiled.ts'
import { nodeOf } from './node-of.ts'

export interface Lab {
  readonly agent: Pick<AgentClient, 'ask'>
  readonly topology: Topology
  readonly kinds: Kinds
  readonly run: RunInNode
}

export interface GuestWanted {
  readonly node: string
  readonly role: Guest['role']
  readonly cable: Cable
  /** Only the first guest on a cable brings it along. */
  readonly laysCable: boolean
  readonly family: Family
  readonly container: string
}

/** All at once; whatever is there already when one fails is taken away again. */
export const bringGuests = async (
  lab: Lab,
  wanted: readonly GuestWanted[],
  signal: AbortSignal,
): Promise<void> => {
  const plans = wanted.map((guest) => planOf(guest, lab))
  try {
    // The cable first: a router answers a neighbour that it cannot reach yet only after a while.
    await apply(
      lab,
      plans.flatMap(({ cable }) => (cable ? [cable] : [])),
    )
    await apply(
      lab,
      plans.map(({ neighbour }) => neighbour),
    )
    for (const plan of plans) await confirm(lab, plan, true, signal)
  } catch (error) {
    await sendAway(lab, wanted, AbortSignal.timeout(PATIENCE_MS))
    throw error
  }
}

/** Back to the baseline, and seen to be there. */
export const sendAway = async (
  lab: Lab,
  wanted: readonly GuestWanted[],
  signal: AbortSignal,
): Promise<void> => {
  const plans = wanted.map((guest) => planOf(guest, lab))
  await apply(
    lab,
    plans.map(({ neighbour }) => undone(neighbour)),
  )
  await apply(
    lab,
    plans.flatMap(({ cable }) => (cable ? [undone(cable)] : [])),
  )
  for (const plan of plans) await confirm(lab, plan, false, signal)
}

const PATIENCE_MS = 10_000

interface Plan {
  readonly node: Node
  readonly change: Change
  readonly cable?: AgentChange
  readonly neighbour: AgentChange
}

const planOf = (guest: GuestWanted, { topology, kinds }: Lab): Plan => {
  const node = nodeOf(topology, guest.node)
  const change = changeOf(guest, node, topology, kinds)
  const of = (command: readonly string[]): AgentState => ({
    lever: 'command',
    node: node.name,
    commands: [command],
  })
  return {
    node,
    change,
    ...(guest.laysCable && { cable: cableChange(guest) }),
    neighbour: {
      subject: `guest ${node.name} ${guest.role} ${guest.cable.device}`,
      state: of(change.apply),
      baseline: of(change.revert),
    },
  }
}

const changeOf = (
  { role, family, cable }: GuestWanted,
  node: Node,
  topology: Topology,
  kinds: Kinds,
): Change => {
  const kind = kinds(node.kind)
  if (!kind.act.guest) throw new BackendError(`${node.name}: no load into a ${kind.name} router`)
  const asn = role === 'source' ? cable.sourceAsn : cable.sinkAsn
  return kind.act.guest(node, topology, { role, family, address: cable[role], asn })
}

const cableChange = ({ node, cable, container }: GuestWanted): AgentChange => {
  const of = (present: boolean): AgentState => ({
    lever: 'attachment',
    node,
    device: cable.device,
    container,
    addresses: [`${cable.node}/${cable.length}`],
    guestAddresses: [`${cable.source}/${cable.length}`, `${cable.sink}/${cable.length}`],
    present,
  })
  return { subject: `cable ${node} ${cable.device}`, state: of(true), baseline: of(false) }
}

const undone = ({ subject, baseline }: AgentChange): AgentChange => ({
  subject,
  state: baseline,
  baseline,
})

const apply = async ({ agent }: Lab, changes: readonly AgentChange[]): Promise<void> => {
  const applied = await agent.ask<readonly AppliedChange[]>({ do: 'apply', changes })
  const failed = applied.filter(({ verifiedAt }) => verifiedAt === undefined)
  if (failed.length === 0) return
  throw new BackendError(
    failed.map(({ subject, readBack }) => `${subject}: ${readBack}`).join('; '),
  )
}

/** Of a router that is down there is nothing to ask; it comes back without guests. */
const confirm = async (
  { run }: Lab,
  { node, change }: Plan,
  wanted: boolean,
  signal: AbortSignal,
): Promise<void> => {
  const check = { node: node.name, changes: [{ change, wanted }] }
  const failure = await awaitCheck(check, run, signal).catch(() => undefined)
  if (failure !== undefined) throw new BackendError(failure)
}
