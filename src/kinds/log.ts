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

/**
 * Reads the log of one router line by line. The line of a session that went down by NOTIFICATION
 * says no more than that: what was in it (`Hold Timer Expired`) stands in an earlier line.
 */
export const createLogReader = (): ((line: string) => LogEvent | undefined) => {
  const notified = new Map<string, string>()
  return (line) => {
    const notification = NOTIFICATION.exec(line)
    if (notification) notified.set(notification[1] as string, notification[2] as string)
    const event = readLog(line)
    if (!event) return undefined
    const text = notified.get(event.peer)
    notified.delete(event.peer)
    return text && /Notification/.test(event.reason) ? { ...event, reason: text } : event
  }
}

/** FRR adds the neighbour's host name and VRF, and a message id before the text. */
const ADJCHANGE =
  /^(\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d)(\.\d+)? BGP: (?:\[.*?\] )?%ADJCHANGE: neighbor ([0-9A-Fa-f.:]+)\S*(?: in vrf \S+)? (Up|Down)(?: (.+))?$/

const NOTIFICATION =
  /%NOTIFICATION: (?:sent to|received from) neighbor ([0-9A-Fa-f.:]+)\S* \d+\/\d+ \((.+?)\) \d+ bytes/

const wallClockMs = (time: string, fraction = '.0'): number =>
  Date.parse(`${time.replaceAll('/', '-').replace(' ', 'T')}Z`) + Number(`0${fraction}`) * 1000
