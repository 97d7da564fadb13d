/** What came in at a port of a relay. */
export interface PortCounts {
  readonly peer: string
  readonly role: 'sink' | 'source' | 'peer'
  octets: number
  opens: number
  updates: number
  notifications: number
  keepalives: number
  refreshes: number
}

export const noCounts = (peer: string, role: PortCounts['role']): PortCounts => ({
  peer,
  role,
  octets: 0,
  opens: 0,
  updates: 0,
  notifications: 0,
  keepalives: 0,
  refreshes: 0,
})
