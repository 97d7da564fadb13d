/**
 * `npm run bench -- overhead`: what observation costs, and whether it changes what is observed. The same cut with
 * and without it, in turn. docs/measurements.md has figures.
 */
import { parseArgs } from 'node:util'
import { backendFor } from '../src/cli/context.ts'
import { interrupts } from '../src/cli/interrupts.ts'
import { kindNames } from '../src/kinds/index.ts'
import { EXIT } from '../src/lib/errors.ts'
import { loadTopology } from '../src/load/topology.ts'
import { planFrameSpec } from '../src/model/plan-spec.ts'
import type { Topology } from '../src/model/topology.ts'
import { processors } from './overhead/processor-time.ts'
import type { Reaction } from './overhead/reaction.ts'
import { convergenceLines, type Series, shareLines, type Verdict } from './overhead/show.ts'
import { type Trial, type TrialOptions, tryOnce } from './overhead/trial.ts'

const OPTIONS = {
  nodes: { type: 'string', default: '20' },
  repeats: { type: 'string', default: '8' },
  lab: { type: 'string', default: 'bench-overhead' },
  pool: { type: 'string', default: '10.197.0.0/16' },
  streams: { type: 'string' },
} as const

export const main = async (args: readonly string[]): Promise<void> => {
  const { values } = parseArgs({ args: [...args], options: OPTIONS })
  const note = (line: string) => void process.stderr.write(`${line}\n`)
  const { signal } = interrupts(note)
  const topology = topologyOf(values.lab, values.pool, Number(values.nodes))
  const backend = backendFor({ note })
  const link = topology.links[0]?.id as string
  try {
    await (await backend.up(topology, signal))[Symbol.asyncDispose]()
    const probes = probesOf(values.streams)
    const parts = { backend, topology, link, probes, pool: values.pool }
    const series: Record<keyof Series, Trial[]> = { on: [], off: [] }
    // The first of all finds caches cold: it is played and not counted.
    await tryOnce({ ...parts, observed: true }, signal)
    for (let repeat = 0; repeat < Number(values.repeats); repeat++)
      for (const observed of repeat % 2 === 0 ? [true, false] : [false, true]) {
        const trial = await tryOnce({ ...parts, observed }, signal)
        series[observed ? 'on' : 'off'].push(trial)
        note(`${repeat + 1} ${observed ? 'observed' : 'alone'}: ${textOf(trial)}`)
      }
    report(series, topology)
  } finally {
    await backend.down(topology.name, AbortSignal.timeout(DOWN_MS))
  }
}

/** What a plan has that says nothing of them; other numbers of streams on request. */
const probesOf = (streams: string | undefined): TrialOptions['probes'] => {
  const { interval, streams: usual } = planFrameSpec.shape.probes.parse(undefined)
  return {
    probeIntervalMs: interval,
    probeStreams: streams === undefined ? usual : Number(streams),
  }
}

const DOWN_MS = 120_000

/** Many ways around a cut, so that paths are explored. */
const topologyOf = (name: string, pool: string, nodes: number): Topology =>
  loadTopology(
    'bench',
    `name: ${name}
addressing: { ipv4: ${pool} }
generate: { shape: grid, nodes: ${nodes} }
defaults: { kind: frr, timers: { keepalive: 3s, hold: 9s, connect-retry: 2s, mrai: 0s }, networks: { count: 1 } }
`,
    { kinds: kindNames },
  )

const textOf = ({ cut, heal, seconds, used }: Trial): string =>
  `cut ${reactionText(cut)}, heal ${reactionText(heal)}, processors ${((used.machine / seconds / processors()) * 100).toFixed(0)} % busy`

const reactionText = ({ effectMs, convergenceMs }: Reaction): string =>
  `${effectMs.toFixed(1)} + ${convergenceMs.toFixed(1)} ms`

const report = (series: Series, { nodes, links }: Topology): void => {
  const size = `${nodes.length} routers, ${links.length} links, ${processors()} processors`
  process.stdout.write(`${size}\n\n`)
  const verdicts: Verdict[] = [convergenceLines(series), shareLines(series)]
  for (const { lines } of verdicts) process.stdout.write(`${lines.join('\n')}\n\n`)
  if (verdicts.some(({ holds }) => !holds)) process.exitCode = EXIT.failed
}
