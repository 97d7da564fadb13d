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
})
