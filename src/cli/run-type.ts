import type { Context } from './context.ts'

/** Makes a commander action of a command's function: gives it the context, turns errors into exit statuses. */
export type Run = <Args extends unknown[]>(
  action: (context: Context, ...args: Args) => Promise<void>,
) => (...args: unknown[]) => Promise<void>
