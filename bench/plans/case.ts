/** A topology file and a plan file as data, so that they can be made smaller and then written. */
import { stringify } from 'yaml'
import { writeTopology } from '../../src/generate/write.ts'
import type { TopologyText } from '../../src/model/topology-spec.ts'

export interface Case {
  /** That it was drawn from; also the seed of the simulator's own draws. */
  readonly seed: number
  readonly topology: TopologyFile
  readonly plan: PlanFile
}

export type TopologyFile = Omit<TopologyText, 'links'> & {
  readonly nodes: NonNullable<TopologyText['nodes']>
  readonly links: LinkText[]
}

export interface LinkText {
  readonly endpoints: [string, string]
  readonly relationship?: 'peer' | 'customer-provider' | 'provider-customer'
  readonly [quantity: string]: unknown
}

export interface PlanFile {
  readonly version: 1
  readonly name: string
  readonly topology: string
  readonly seed: number
  readonly steps: readonly EntryText[]
  readonly repeat?: { readonly count: number }
  readonly limits?: Readonly<Record<string, unknown>>
  readonly probes: { readonly interval: string; readonly streams: number }
}

export type EntryText = StepText | BlockText

export interface StepText {
  readonly id: string
  readonly do: string
  readonly on: string | readonly string[] | Readonly<Record<string, unknown>>
  readonly with?: Readonly<Record<string, unknown>>
  readonly at?: string
  readonly after?: string | AfterText
  readonly every?: Readonly<Record<string, unknown>>
  readonly for?: string
}

export interface AfterText {
  readonly step: string | readonly string[]
  readonly event?: string
  readonly delay?: string
}

export interface BlockText {
  readonly sequence?: readonly StepText[]
  readonly parallel?: readonly StepText[]
  readonly at?: string
}

export interface CaseFiles {
  readonly topologyName: string
  readonly topology: string
  readonly planName: string
  readonly plan: string
}

export const stepsOf = (plan: PlanFile): readonly StepText[] => plan.steps.flatMap(stepsIn)

export const stepsIn = (entry: EntryText): readonly StepText[] =>
  'do' in entry ? [entry] : (entry.sequence ?? entry.parallel ?? [])

/** The texts of both files, which stand side by side. */
export const filesOf = ({ topology, plan }: Case, comment: readonly string[] = []): CaseFiles => ({
  topologyName: plan.topology,
  topology: writeTopology(topology, { comment }),
  planName: `${plan.name}.plan.yaml`,
  plan: stringify(plan),
})
