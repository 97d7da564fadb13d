import { readFileSync } from 'node:fs'

/** Of an interface as the router sees it. One that is shut down shows no carrier whatever the cable does. */
export type LinkState = 'carrier' | 'no carrier' | 'shut down'

/**
 * Read from the router's own /sys, which shows its own namespace: no process is started for it, so
 * the read-back costs a tenth of a millisecond. Not from `carrier`: the kernel answers that only at a
 * moment at which nobody changes a route or an interface on the whole host, and spins until there is
 * one. Under load that took half a minute. A veth is made without carrier, which counts as a loss.
 */
export const linkState = (pid: number, name: string): LinkState => {
  const folder = `/proc/${pid}/root/sys/class/net/${name}`
  const isUp = (Number(readFileSync(`${folder}/flags`, 'utf8')) & 1) === 1
  // The kernel does not answer for an interface that is down.
  if (!isUp) return 'shut down'
  const count = (what: string) => Number(readFileSync(`${folder}/carrier_${what}_count`, 'utf8'))
  return count('up') >= count('down') ? 'carrier' : 'no carrier'
}
