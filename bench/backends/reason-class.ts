/** Each software has words of its own for why a session ended. */
export const reasonClass = (reason: string): string =>
  CLASSES.find(([pattern]) => pattern.test(reason))?.[1] ?? (reason || 'no reason given')

const CLASSES: readonly (readonly [RegExp, string])[] = [
  [/hold timer expired/i, 'hold timer'],
  [/closed the (session|connection)|reset the connection|connection reset/i, 'connection lost'],
  // FRR says that it waits for an OPEN when an interface has taken the session with it.
  [/interface (\S+ )?(is |went )?down|waiting for peer open/i, 'interface down'],
  [/user reset|reset by the administrator|administrative reset/i, 'reset'],
  [/neighbor deleted|router is stopped|daemon ends/i, 'stopped'],
  [/admin\. shutdown|shut down by the administrator|administrative shutdown/i, 'shut down'],
]
