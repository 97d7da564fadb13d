import type { z } from 'zod'
import { generateSpec } from '../generate/index.ts'
import { topologySpec } from '../model/topology-spec.ts'

/** The whole topology file: model/topology-spec.ts plus the shapes that exist. */
export const topologyFile = topologySpec.extend({ generate: generateSpec.optional() })

export type TopologyFile = z.output<typeof topologyFile>
export type TopologyFileText = z.input<typeof topologyFile>
