/** The import rule: which folder of src/ may know of which. A new folder needs a line here. */
import { importsOf, type Source } from './source.ts'

const BASE = ['model', 'bgp', 'lib']

/** An entry is a folder, or the beginning of a path when only a part of a folder is open to others. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  lib: [],
  bgp: ['lib'],
  model: ['bgp', 'lib'],
  // The shape `internet` is a small one of the graphs that internet/ draws.
  generate: [...BASE, 'internet/'],
  internet: [...BASE, 'load/problem', 'flood/files/mrt-walk'],
  events: [...BASE, 'generate', 'internet'],
  faults: BASE,
  forwarding: BASE,
  kinds: BASE,
  measure: [...BASE, 'forwarding'],
  solve: BASE,
  // Of what it checks names against, load sees the registries only.
  load: [...BASE, 'generate', 'faults/index.ts', 'kinds/index.ts', 'measure/index.ts'],
  agent: ['model', 'lib'],
  // A load is played by its rules wherever it is played.
  backends: [...BASE, 'flood/load/', 'flood/types', 'flood/synthetic/plain-stream'],
  'backends/docker': [
    ...[...BASE, 'backends', 'kinds', 'agent/protocol', 'measure/capture', 'measure/load-share'],
    'forwarding/followed',
    // The engine runs in a container; this is what drives it.
    ...['flood/load/', 'flood/remote/', 'flood/types'],
  ],
  'backends/swarm': [...BASE, 'backends', 'backends/docker', 'kinds', 'agent/protocol'],
  'backends/sim': [
    ...[...BASE, 'backends', 'kinds', 'solve', 'forwarding'],
    ...['measure/load-share', 'measure/load-tally'],
    // The pure parts of the flood: what is sent, and when.
    ...['flood/load/', 'flood/types', 'flood/canary', 'flood/synthetic/'],
    ...['flood/sink/as-path-end'],
  ],
  speaker: ['bgp', 'lib'],
  lemur: ['speaker', ...BASE],
  flood: ['speaker', 'bgp', 'lib', 'load/problem'],
  dut: [...BASE, 'kinds/render.ts', 'flood', 'backends/docker'],
  // It is given the backend and the faults.
  run: [...BASE, 'measure', 'solve'],
  // It draws the gadgets and tables of theory too.
  report: [...BASE, 'measure', 'events'],
  // Reads a journal as the report does, and decides once more what routers decided.
  log: [
    ...[...BASE, 'kinds', 'measure', 'solve', 'run/journal', 'run/fold', 'run/impairment'],
    'report/quantity',
  ],
}

/** Packages that only one folder may know. */
const PACKAGE_HOME: Readonly<Record<string, string>> = {
  dockerode: 'backends/docker',
  commander: 'cli',
}

/** Folders without I/O, and what they may have of Node all the same. */
const PURE = [
  'bgp',
  'model',
  'faults',
  'kinds',
  'generate',
  'solve',
  'internet',
  'events',
  'forwarding',
]
// The address checks are the one pure part of node:net.
const ADDRESS_CHECKS = /^import \{ (?:isIP(?:v[46])?(?:, )?)+ \} from 'node:net'$/m
const PURE_BUILTINS = ['node:buffer', 'node:util', 'node:crypto', 'node:path']

/** One line for each import that breaks the rule. */
export const importViolations = (source: Source): readonly string[] => {
  const area = areaOf(source.path)
  if (area === 'cli') return []
  if (!Object.hasOwn(MAY_IMPORT, area))
    return [`${source.path}: ${area}/ is not in the import rule`]
  return [...rule(area, source), ...(area === 'agent' ? agentViolations(source) : [])]
}

const rule = (area: string, source: Source): readonly string[] =>
  importsOf({ ...source, text: source.text.replace(ADDRESS_CHECKS, '') })
    .filter((target) => !allowed(area, target))
    .map((target) => `${source.path}: ${area}/ may not import ${target}`)

// Only its own folder is in the agent's image. `import { type X }` would leave an import behind.
const TYPE_IMPORT = /^(?:import|export) type [^'"]*?from '[^']*'$/gm

const agentViolations = (source: Source): readonly string[] =>
  importsOf({ ...source, text: source.text.replace(TYPE_IMPORT, '') })
    .filter((target) => !target.startsWith('node:') && areaOf(target) !== 'agent')
    .map((target) => `${source.path}: agent/ may import only types from ${target}`)

const allowed = (area: string, target: string): boolean => {
  if (target.startsWith('node:'))
    return !PURE.includes(area) || PURE_BUILTINS.some((name) => target === name)
  if (!target.startsWith('src/')) return (PACKAGE_HOME[packageOf(target)] ?? area) === area
  if (areaOf(target) === area) return true
  const path = target.slice('src/'.length)
  return (MAY_IMPORT[area] as readonly string[]).some(
    (entry) => entry === areaOf(target) || (entry.includes('/') && path.startsWith(entry)),
  )
}

/** `src/load/import/x.ts` is in `load`; each backend is an area of its own. */
export const areaOf = (path: string): string => {
  const [, first = '', second = '', third] = path.split('/')
  return first === 'backends' && third !== undefined ? `${first}/${second}` : first
}

const packageOf = (target: string): string =>
  target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/')
