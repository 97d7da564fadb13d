import type { Observation } from '../model/observation.ts'
import { seenOf, type Window } from './window.ts'

/** What the kernel does by itself: routes of its own addresses, router advertisements, redirects. */
const KERNELS_OWN = new Set(['kernel', 'boot', 'redirect', 'ra', 'connected'])

export type FibChanged = Extract<Observation, { type: 'fib-changed' }>

/** Changes of kernel routes that a routing daemon asked for. */
export const fibChanges = (window: Window): readonly FibChanged[] =>
  seenOf(window, 'fib-changed').filter(({ protocol }) => !KERNELS_OWN.has(protocol))
