import { z } from 'zod'
import { topologyFile } from './topology-schema.ts'

/** JSON schema of the topology file as it is written. Draft 7 is what the YAML servers of editors know best. */
export const topologyJsonSchema = (): object => ({
  $id: 'topology.schema.json',
  title: 'chaoslemur topology',
  description: 'A BGP network: routers, links, and what the routers originate.',
  ...z.toJSONSchema(topologyFile, { io: 'input', target: 'draft-7' }),
})
