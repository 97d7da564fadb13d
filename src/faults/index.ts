/** All faults, in the order in which they are listed to users. */
import type { Fault } from '../model/fault.ts'
import { daemonFreeze } from './daemon-freeze.ts'
import { daemonKill } from './daemon-kill.ts'
import { linkDelay } from './link-delay.ts'
import { linkDown } from './link-down.ts'
import { linkFlap } from './link-flap.ts'
import { linkImpair } from './link-impair.ts'
import { linkLoss } from './link-loss.ts'
import { linkRate } from './link-rate.ts'
import { linkSilence } from './link-silence.ts'
import { nodeCrash } from './node-crash.ts'
import { nodeFreeze } from './node-freeze.ts'
import { nodePowerLoss } from './node-power-loss.ts'
import { nodeStop } from './node-stop.ts'
import { partition } from './partition.ts'
import { prefixAnnounce } from './prefix-announce.ts'
import { prefixWithdraw } from './prefix-withdraw.ts'
import { sessionReset } from './session-reset.ts'
import { sessionShutdown } from './session-shutdown.ts'
import { sessionSilence } from './session-silence.ts'

export const faults: readonly Fault[] = [
  linkDown,
  linkSilence,
  linkFlap,
  linkLoss,
  linkRate,
  linkDelay,
  linkImpair,
  nodeStop,
  nodeCrash,
  nodePowerLoss,
  nodeFreeze,
  daemonKill,
  daemonFreeze,
  sessionShutdown,
  sessionReset,
  sessionSilence,
  partition,
  prefixWithdraw,
  prefixAnnounce,
]

export const findFault = (name: string): Fault | undefined =>
  faults.find((fault) => fault.name === name)
