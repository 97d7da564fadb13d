import type { Invariant } from './invariant.ts'

/** The same files and the same seed give the same journal, byte for byte. */
export const replays: Invariant = {
  name: 'replays',
  check: ({ differsFromReplay }) =>
    differsFromReplay === undefined
      ? []
      : [`another journal at the second play: ${differsFromReplay}`],
}
