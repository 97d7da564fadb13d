/**
 * Tests on a real engine. Where none answers they are skipped and say why; with
 * CHAOSLEMUR_REQUIRE_ENGINE=1 (as in CI) they fail instead, so that they cannot vanish unseen.
 */
import assert from 'node:assert/strict'
import { type TestContext, type TestOptions, test } from 'node:test'
import Docker from 'dockerode'

const PATIENCE_MS = 3000

/** Why no engine can be used, or undefined when one answers. Never rejects, never hangs. */
export const whyNoEngine = async (
  ping: () => Promise<unknown> = pingEngine,
  patienceMs = PATIENCE_MS,
): Promise<string | undefined> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${patienceMs} ms`), patienceMs)
  })
  const answer = (async () => ping())().then(() => undefined, reasonOf)
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}

/** What to do with a test that needs an engine. */
export const decide = (
  noEngine: string | undefined,
  required: boolean,
): { readonly do: 'run' | 'skip' | 'fail'; readonly why: string } => {
  if (noEngine === undefined) return { do: 'run', why: '' }
  const why = `no Docker engine answers: ${noEngine}`
  if (!required) return { do: 'skip', why }
  return { do: 'fail', why: `${why} (CHAOSLEMUR_REQUIRE_ENGINE=1 forbids to skip this test)` }
}

const pingEngine = (): Promise<unknown> => new Docker({ timeout: PATIENCE_MS }).ping()

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message || error.name : String(error)

const decision = decide(await whyNoEngine(), process.env.CHAOSLEMUR_REQUIRE_ENGINE === '1')

/** Like node's `test`, for what needs a Docker engine. */
export const engineTest = (
  name: string,
  options: TestOptions,
  fn: (context: TestContext) => Promise<void> | void,
): void => {
  if (decision.do === 'fail') test(name, () => assert.fail(decision.why))
  else test(name, decision.do === 'skip' ? { ...options, skip: decision.why } : options, fn)
}
