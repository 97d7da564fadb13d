/** Parameters of where results go. */
import { flag, parameter, webAddress, words } from './kinds.ts'

export const resultParameters = {
  record: parameter({
    schema: words().optional(),
    argument: 'path',
    doc: 'append the record of the test to this file (JSON Lines)',
  }),
  post: parameter({
    schema: webAddress().optional(),
    argument: 'url',
    doc: 'post the record as JSON to this http or https address',
  }),
  kakapoLog: parameter({
    schema: flag(),
    default: 'false',
    doc: 'append to kakapo.json and kakapo.log too, in its own form; always when MODE is set',
  }),
  dut: parameter({
    schema: words().optional(),
    argument: 'process',
    doc: 'PID, program or container; its CPU and memory are recorded over each burst',
  }),
} as const
