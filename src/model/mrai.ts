import type { Session, Timers } from './topology.ts'

/** The MRAI of a router towards a peer of this type. */
export const mraiMsOf = ({ mraiMs, ibgpMraiMs = mraiMs }: Timers, type: Session['type']): number =>
  type === 'ibgp' ? ibgpMraiMs : mraiMs
