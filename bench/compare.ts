/**
 * `npm run bench -- compare`: does `compare` see an MRAI that is 300 ms longer, and does it see nothing where
 * there is nothing? On the simulator each run has a seed of its own, on Docker a lab of its own.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { EXIT, InputError } from '../src/lib/errors.ts'
import { packageRoot } from '../src/lib/package-root.ts'
import { compareInLabs } from './compare/in-labs.ts'
import { compareSimulated } from './compare/simulated.ts'

const OPTIONS = {
  backend: { type: 'string', default: 'sim' },
  repeats: { type: 'string', default: '20' },
  comparisons: { type: 'string', default: '20' },
  labs: { type: 'string', default: '2' },
  mrai: { type: 'string' },
  alpha: { type: 'string', default: '0.01' },
  plan: { type: 'string' },
  'allow-contention': { type: 'boolean', default: false },
  runs: { type: 'string', default: 'runs/compare' },
} as const

const DEFAULTS = {
  sim: { plan: 'bench/compare/cut.yaml', mraiMs: 1_000, compare: compareSimulated },
  docker: { plan: 'bench/compare/clique.yaml', mraiMs: 0, compare: compareInLabs },
} as const

export const main = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({ args: [...args], options: OPTIONS })
  const { backend } = values
  if (backend !== 'sim' && backend !== 'docker')
    throw new InputError(`--backend ${backend}: known are sim, docker`)
  const { plan, mraiMs, compare } = DEFAULTS[backend]
  const well = await compare({
    file: values.plan ?? join(packageRoot(), plan),
    repeats: Number(values.repeats),
    comparisons: Number(values.comparisons),
    labs: Number(values.labs),
    mraiMs: values.mrai === undefined ? mraiMs : Number(values.mrai),
    rules: { alpha: Number(values.alpha), bound: 0.05 },
    runs: values.runs,
    allowContention: values['allow-contention'],
    signal: interruptible(),
  })
  if (!well) process.exitCode = EXIT.failed
}

/** Ctrl-C heals what is broken, and takes the lab down. */
const interruptible = (): AbortSignal => {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => controller.abort(new Error('interrupted')))
  return controller.signal
}
