import { EXIT } from '../lib/errors.ts'

/** The first Ctrl-C or SIGTERM asks for healing and an orderly end; the second leaves at once. */
export const interrupts = (
  note: (line: string) => void,
): { readonly signal: AbortSignal; interrupted(): boolean } => {
  const controller = new AbortController()
  const onSignal = (): void => {
    if (controller.signal.aborted) {
      note('leaving at once; the agent heals what it holds. Afterwards: chaoslemur heal LAB')
      process.exit(EXIT.interrupted)
    }
    note('interrupted: ending in order; once more leaves at once')
    controller.abort(new Error('interrupted'))
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  return { signal: controller.signal, interrupted: () => controller.signal.aborted }
}
