/** Parameters of how it is sent, and of when a transfer is over. */
import { flag, oneOf, pace, parameter, whole } from './kinds.ts'

export const paceParameters = {
  rate: parameter({
    schema: pace().optional(),
    argument: 'stages',
    doc: 'pace of bursts and files: 5000/s, 1k/s..5k/s:10s, 1k/s:5s,2k/s; flat out when absent',
  }),
  window: parameter({
    schema: whole(1, 100_000_000),
    argument: 'n',
    default: '1000',
    env: { name: 'RATEWINDOW' },
    doc: 'rate tests: UPDATEs sent and not yet seen at the sink',
  }),
  largestBlock: parameter({
    schema: whole(1, 1_000_000),
    argument: 'n',
    default: '1000',
    env: { name: 'MAXBLOCKINGFACTOR' },
    doc: 'rate tests: most UPDATEs in one write',
  }),
  prebuilt: parameter({
    schema: flag(),
    default: 'false',
    doc: 'encode everything before the clock starts, instead of while sending',
  }),
  until: parameter({
    schema: oneOf(['prefixes', 'count', 'canaries', 'sent']).optional(),
    argument: 'word',
    doc: 'a burst is over when: prefixes (each one seen, the default), count, canaries, sent',
  }),
} as const
