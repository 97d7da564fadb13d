/** The lines in which FRR and Quagga tell that a session left or reached Established. */
import type { LogEvent } from '../model/kind.ts'

/** The event in one line of the log; the routers' clocks are on UTC. */
export const readLog = (line: string): LogEvent | undefined => {
  const found = ADJCHANGE.exec(line.trimEnd())
  if (!found) return undefined
  const [, time, fraction, peer, change, reason] = found
  return {
    at: wallClockMs(time as string, fraction),
    peer: peer as string,
    up: change === 'Up',
    reason: reason ?? '',
  }
}

/** FRR adds the neighbour's host name and VRF, and a message id before the text. */
const ADJCHANGE =
  /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d)(\.\d+)? BGP: (?:\[.*?\] )?%ADJCHANGE: neighbor ([0-9A-Fa-f.:]+)\S*(?: in vrf \S+)? (Up|Down)(?: (.+))?$/

const wallClockMs = (time: string, fraction = '.0'): number =>
  Date.parse(`${time.replaceAll('/', '-').replace(' ', 'T')}Z`) + Number(`0${fraction}`) * 1000
