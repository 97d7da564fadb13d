/** `npm run schemas` writes the JSON schemas for editors from the schemas that the loader uses. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { faults } from '../faults/index.ts'
import { packageRoot } from '../lib/package-root.ts'
import { topologyJsonSchema } from '../load/json-schema.ts'
import { planJsonSchema } from '../load/plan-json-schema.ts'

const write = (name: string, schema: object): void =>
  writeFileSync(join(packageRoot(), 'schemas', name), `${JSON.stringify(schema, null, 2)}\n`)

write('topology.schema.json', topologyJsonSchema())
write('plan.schema.json', planJsonSchema(faults))
