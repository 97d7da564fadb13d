import { readFileSync } from 'node:fs'

/** Of an interface as the router sees it. One that is shut down shows no carrier whatever the cable does. */
export type LinkState = 'carrier' | 'no carrier' | 'shut down'

/**
 * Read from the router's own /sys, which shows its own namespace: no process is started for it, so
 * the read-back costs a tenth of a millisecond.
 */
export const linkState = (pid: number, name: string): LinkState => {
  const folder = `/proc/${pid}/root/sys/class/net/${name}`
  const isUp = (Number(readFileSync(`${folder}/flags`, 'utf8')) & 1) === 1
  // The kernel does not answer for an interface that is down.
  if (!isUp) return 'shut down'
  return readFileSync(`${folder}/carrier`, 'utf8').trim() === '1' ? 'carrier' : 'no carrier'
}
