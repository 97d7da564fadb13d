/**
 * Tests on a real engine. Where none answers they are skipped and say why; with
 * CHAOSLEMUR_REQUIRE_ENGINE=1 (as in CI) they fail instead, so that they cannot vanish unseen.
 */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
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

const REQUIRED = process.env.CHAOSLEMUR_REQUIRE_ENGINE === '1'
const decision = decide(await whyNoEngine(), REQUIRED)

/** Like node's `test`, for what needs a Docker engine. */
export const engineTest = (name: string, options: TestOptions, fn: TestFunction): void =>
  as(decision, name, options, fn)

/** Like `engineTest`, for what also enters namespaces: as root, on the host of the engine itself. */
export const hostTest = (name: string, options: TestOptions, fn: TestFunction): void => {
  const why = decision.do === 'run' ? whyNotHost() : undefined
  as(why ? { do: REQUIRED ? 'fail' : 'skip', why } : decision, name, options, fn)
}

type TestFunction = (context: TestContext) => Promise<void> | void

const as = (
  { do: what, why }: ReturnType<typeof decide>,
  name: string,
  options: TestOptions,
  fn: TestFunction,
): void => {
  if (what === 'fail') test(name, () => assert.fail(why))
  else test(name, what === 'skip' ? { ...options, skip: why } : options, fn)
}

const TOOLS = ['nsenter', 'ip', 'tc', 'iptables-save', 'ip6tables-save']

const whyNotHost = (): string | undefined => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'needs root on Linux'
  const missing = TOOLS.filter((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0)
  return missing.length > 0 ? `needs ${missing.join(', ')} on this host` : undefined
}
