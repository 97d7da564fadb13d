import { z } from 'zod'
import { topologyFile } from './topology-schema.ts'

/** JSON schema of the topology file as it is written, for editors. */
export const topologyJsonSchema = (): object => ({
  $id: 'topology.schema.json',
  title: 'chaoslemur topology',
  description: 'A BGP network: routers, links, and what the routers originate.',
  ...z.toJSONSchema(topologyFile, { io: 'input' }),
})
