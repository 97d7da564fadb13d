import { z } from 'zod'
import type { Fault } from '../model/fault.ts'
import {
  loadSpec,
  parallelSpec,
  planFrameSpec,
  sequenceSpec,
  stepSpec,
} from '../model/plan-spec.ts'

type Schema = Record<string, unknown>

/** JSON schema of the plan file as it is written, draft 7; `with` follows the fault of the step. */
export const planJsonSchema = (faults: readonly Fault[]): object => {
  const frame = schemaOf(planFrameSpec)
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: 'plan.schema.json',
    title: 'chaoslemur plan',
    description: 'An experiment: what breaks when in a topology, and what must hold.',
    ...withItems(withItems(frame, 'steps'), 'load', 'load'),
    definitions: {
      entry: {
        anyOf: [
          { $ref: '#/definitions/step' },
          { $ref: '#/definitions/sequence' },
          { $ref: '#/definitions/parallel' },
        ],
      },
      load: schemaOf(loadSpec),
      step: stepOf(faults),
      sequence: withItems(schemaOf(sequenceSpec), 'sequence'),
      parallel: withItems(schemaOf(parallelSpec), 'parallel'),
    },
  }
}

const schemaOf = (spec: z.ZodType): Schema => {
  const { $schema: _, ...schema } = z.toJSONSchema(spec, {
    io: 'input',
    target: 'draft-7',
  }) as Schema
  return schema
}

/** The list at a key holds steps and blocks: the schemas of the model leave that open. */
const withItems = (schema: Schema, key: string, definition = 'entry'): Schema => {
  const properties = schema.properties as Record<string, Schema>
  const items = { $ref: `#/definitions/${definition}` }
  return { ...schema, properties: { ...properties, [key]: { ...properties[key], items } } }
}

const stepOf = (faults: readonly Fault[]): Schema => {
  const step = schemaOf(stepSpec)
  const properties = step.properties as Record<string, Schema>
  const names = faults.map(({ name }) => name)
  return {
    ...step,
    properties: { ...properties, do: { ...properties.do, enum: names } },
    allOf: faults.map(parametersOf),
  }
}

const parametersOf = ({ name, summary, params }: Fault): Schema => {
  const schema = schemaOf(params)
  return {
    if: { properties: { do: { const: name } }, required: ['do'] },
    // biome-ignore lint/suspicious/noThenProperty: a key of JSON schema
    then: {
      properties: { do: { description: summary }, with: schema },
      ...(schema.required ? { required: ['with'] } : {}),
    },
  }
}
