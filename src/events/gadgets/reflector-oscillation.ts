import { defineGadget } from './define.ts'

const RING = [1, 2, 3] as const
const after = (n: number): number => (n % 3) + 1

/** Each reflector is nearer to the client of the next one than to its own. */
export const reflectorOscillation = defineGadget({
  name: 'reflector-oscillation',
  summary:
    'three reflectors, each nearer to the exit of the next one: no stable state, without any MED',
  source: 'Griffin, Wilfong: On the Correctness of IBGP Configuration, 2002',
  network: {
    routers: [
      ...RING.map((n) => ({ name: `r${n}`, asn: 1 })),
      ...RING.map((n) => ({ name: `c${n}`, asn: 1 })),
      ...RING.map((n) => ({
        name: `x${n}`,
        asn: 10 + n,
        announces: { origin: 'igp' as const, asPath: [] },
      })),
    ],
    sessions: [
      ...RING.map((n) => ({
        ends: [`r${n}`, `c${n}`] as const,
        policies: [{ client: true }, {}] as const,
      })),
      ...RING.map((n) => ({ ends: [`r${n}`, `r${after(n)}`] as const })),
      ...RING.map((n) => ({ ends: [`c${n}`, `x${n}`] as const })),
    ],
    interior: RING.flatMap((n) => [
      [`r${n}`, `c${n}`, 10] as const,
      [`r${n}`, `c${after(n)}`, 5] as const,
    ]),
  },
  stableStates: 0,
  places: {
    r1: [0.5, 0.32],
    r2: [0.68, 0.64],
    r3: [0.32, 0.64],
    c1: [0.48, 0],
    c2: [0.95, 0.92],
    c3: [0.05, 0.92],
    x1: [0.85, 0],
    x2: [0.95, 0.5],
    x3: [0.05, 0.5],
  },
})
