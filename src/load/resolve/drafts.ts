/** First step: generated and written nodes and links as two lists, names checked. */
import { generate } from '../../generate/index.ts'
import { didYouMean } from '../../lib/did-you-mean.ts'
import type { LinkSpec, NodeSpec } from '../../model/topology-spec.ts'
import type { TopologyFile } from '../topology-schema.ts'
import type { Path } from '../yaml-source.ts'
import type { Report } from './report.ts'

export interface NodeDraft {
  readonly name: string
  readonly path: Path
  readonly spec: NodeSpec
}

export interface LinkDraft {
  readonly id: string
  readonly path: Path
  readonly ends: readonly [string, string]
  readonly spec: Omit<LinkSpec, 'endpoints'>
}

export interface Drafts {
  readonly nodes: readonly NodeDraft[]
  readonly links: readonly LinkDraft[]
}

/** `ignored` are nodes that were written but are broken: links to them are left out without a word. */
export const draft = (
  file: TopologyFile,
  report: Report,
  { seed, ignored }: { seed?: number | undefined; ignored: ReadonlySet<string> },
): Drafts => {
  const made = file.generate ? generate(file.generate, seed) : { nodes: {}, links: [] }
  const nodes = new Map<string, NodeDraft>()
  for (const [name, spec] of Object.entries(made.nodes))
    nodes.set(name, { name, path: ['generate'], spec })
  for (const [name, spec] of Object.entries(file.nodes ?? {}))
    nodes.set(name, { name, path: ['nodes', name], spec: { ...nodes.get(name)?.spec, ...spec } })
  const written = (file.links ?? []).map(normalize)
  const generated = made.links.map(([a, b, relationship]): RawLink => {
    const spec = relationship ? { relationship } : {}
    return { ends: [a, b], path: ['generate'], endsPath: [], spec }
  })
  const links = [...generated, ...written].filter((link) => isSound(link, nodes, ignored, report))
  return { nodes: [...nodes.values()], links: identify(links) }
}

interface RawLink extends Omit<LinkDraft, 'id'> {
  readonly endsPath: Path
}

const normalize = (link: NonNullable<TopologyFile['links']>[number], index: number): RawLink => {
  const path = ['links', index]
  const { endpoints, ...spec } = 'endpoints' in link ? link : { endpoints: link }
  const ends = endpoints.map((text) => text.split(':', 1)[0] ?? '') as [string, string]
  return { ends, path, endsPath: 'endpoints' in link ? [...path, 'endpoints'] : path, spec }
}

const isSound = (
  { ends, path, endsPath }: RawLink,
  nodes: ReadonlyMap<string, unknown>,
  ignored: ReadonlySet<string>,
  report: Report,
): boolean => {
  const unknown = [0, 1].filter((i) => !nodes.has(ends[i] as string))
  for (const i of unknown.filter((i) => !ignored.has(ends[i] as string)))
    report([...endsPath, i], `unknown node ${JSON.stringify(ends[i])}`, {
      hint: didYouMean(ends[i] as string, [...nodes.keys()]),
    })
  const isLoop = ends[0] === ends[1]
  if (isLoop && unknown.length === 0)
    report(path, `a link from ${JSON.stringify(ends[0])} to itself`, { hint: 'name two nodes' })
  return unknown.length === 0 && !isLoop
}

/** `a--b`; further links between the same two are `a--b#2` and so on, whichever end is first. */
const identify = (links: readonly RawLink[]): LinkDraft[] => {
  const seen = new Map<string, number>()
  return links.map(({ ends, path, spec }) => {
    const pair = ends.toSorted().join('--')
    const count = (seen.get(pair) ?? 0) + 1
    seen.set(pair, count)
    return { id: `${ends.join('--')}${count > 1 ? `#${count}` : ''}`, path, ends, spec }
  })
}
