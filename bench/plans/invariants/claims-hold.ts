import type { Invariant } from './invariant.ts'

/** Where the runner says steady or converged, all tables are as predicted for what is broken then. */
export const claimsHold: Invariant = {
  name: 'claims-hold',
  check: ({ claims }) =>
    [...claims].flatMap(([seq, differences]) => differences.map((what) => `line ${seq}: ${what}`)),
}
