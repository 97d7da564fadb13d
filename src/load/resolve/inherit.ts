/** Second step: what a node does not say comes from its groups (later ones win), then the defaults. */
import { daemonTimers } from '../../kinds/index.ts'
import { didYouMean } from '../../lib/did-you-mean.ts'
import type { Timers } from '../../model/topology.ts'
import type { DefaultsSpec, NodeSpec, TimersSpec } from '../../model/topology-spec.ts'
import type { TopologyFile } from '../topology-schema.ts'
import type { Path } from '../yaml-source.ts'
import type { NodeDraft } from './drafts.ts'
import { checkMrai } from './mrai-steps.ts'
import type { Report } from './report.ts'

export interface FullNode extends NodeDraft {
  readonly groups: readonly string[]
  readonly kind: string
  readonly timers: Timers
}

export const inherit = (
  file: TopologyFile,
  drafts: readonly NodeDraft[],
  report: Report,
  { kinds, ignored }: { kinds: readonly string[]; ignored: ReadonlySet<string> },
): FullNode[] => {
  const names = new Set(drafts.map(({ name }) => name))
  const groups = Object.entries(file.groups ?? {})
  for (const [group, { nodes }] of groups) checkMembers(group, nodes, names, ignored, report)
  checkKinds(file, drafts, kinds, report)
  const full = drafts.map((node) => {
    const own = groups.filter(([, { nodes }]) => nodes.includes(node.name))
    return fill(node, file.defaults ?? {}, own)
  })
  checkMrai(file, full, report)
  return full
}

const checkMembers = (
  group: string,
  members: readonly string[],
  names: ReadonlySet<string>,
  ignored: ReadonlySet<string>,
  report: Report,
): void => {
  members.forEach((name, i) => {
    if (!names.has(name) && !ignored.has(name))
      report(['groups', group, 'nodes', i], `unknown node ${JSON.stringify(name)}`, {
        hint: didYouMean(name, [...names]),
      })
    if (members.indexOf(name) < i)
      report(['groups', group, 'nodes', i], `${JSON.stringify(name)} is listed twice`)
  })
}

/** Looks where a kind is written, not where it is used: one wrong word is one problem. */
const checkKinds = (
  file: TopologyFile,
  drafts: readonly NodeDraft[],
  kinds: readonly string[],
  report: Report,
): void => {
  const written: [Path, string | undefined][] = [
    [['defaults', 'kind'], file.defaults?.kind],
    ...Object.entries(file.groups ?? {}).map(([name, { kind }]): [Path, string | undefined] => [
      ['groups', name, 'kind'],
      kind,
    ]),
    ...drafts.map(({ path, spec }): [Path, string | undefined] => [[...path, 'kind'], spec.kind]),
  ]
  for (const [path, kind] of written)
    if (kind !== undefined && !kinds.includes(kind))
      report(path, `unknown kind ${JSON.stringify(kind)}`, { hint: didYouMean(kind, kinds) })
}

type Layer = NodeSpec | DefaultsSpec

const fill = (
  node: NodeDraft,
  defaults: DefaultsSpec,
  groups: readonly (readonly [string, DefaultsSpec & { readonly nodes: readonly string[] }])[],
): FullNode => {
  const layers: Layer[] = [
    defaults,
    ...groups.map(([, { nodes: _, ...layer }]) => layer),
    node.spec,
  ]
  const spec = Object.assign({}, ...layers.map(withoutNothing)) as NodeSpec
  const kind = spec.kind ?? 'frr'
  return {
    ...node,
    spec,
    groups: groups.map(([name]) => name),
    kind,
    timers: timersOf(
      kind,
      layers.map(({ timers }) => timers ?? {}),
    ),
  }
}

/** A key without a value (`image:` and nothing else) does not hide what is inherited. */
const withoutNothing = (layer: Layer | TimersSpec): object =>
  Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined))

const timersOf = (kind: string, layers: readonly TimersSpec[]): Timers => {
  const merged: TimersSpec = Object.assign({}, ...layers.map(withoutNothing))
  const base = (merged.base === 'daemon' ? daemonTimers(kind) : undefined) ?? LAB_TIMERS
  const { ibgpMraiMs } = base
  return {
    keepaliveMs: merged.keepalive ?? base.keepaliveMs,
    holdMs: merged.hold ?? base.holdMs,
    connectRetryMs: merged['connect-retry'] ?? base.connectRetryMs,
    mraiMs: merged.mrai ?? base.mraiMs,
    ...(merged.mrai === undefined && ibgpMraiMs !== undefined && { ibgpMraiMs }),
  }
}

/** Short, so that experiments are. */
const LAB_TIMERS: Timers = { keepaliveMs: 3000, holdMs: 9000, connectRetryMs: 5000, mraiMs: 0 }
