import type { AgentState } from '../protocol.ts'
import { admin } from './admin.ts'
import { attachment } from './attachment.ts'
import { carrier } from './carrier.ts'
import { command } from './command.ts'
import type { Context, Pull } from './context.ts'
import { daemon } from './daemon.ts'
import { filter } from './filter.ts'
import { process } from './process.ts'
import { shape } from './shape.ts'

/** All levers of the agent, one file each. */
const levers: { readonly [Name in AgentState['lever']]: Pull<Name> } = {
  carrier,
  admin,
  filter,
  shape,
  process,
  daemon,
  command,
  attachment,
}

/** Brings one state about and gives what was read back. */
export const pull = (state: AgentState, context: Context): Promise<string> =>
  (levers[state.lever] as Pull<AgentState['lever']>)(state, context)
