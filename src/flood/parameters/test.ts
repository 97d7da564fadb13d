/** Parameters of the test as a whole: which mode, how often, for how long. */
import { modeNames } from '../modes/index.ts'
import { flag, oneOf, parameter, time, whole, wholeOrUnlimited, words } from './kinds.ts'

export const testParameters = {
  mode: parameter({
    schema: oneOf(modeNames),
    argument: 'name',
    default: 'single',
    env: { name: 'MODE' },
    doc: 'which test, see the list of modes',
  }),
  repeat: parameter({
    schema: whole(1, 1_000_000),
    argument: 'n',
    default: '5',
    env: { name: 'REPEAT' },
    doc: 'cycles; the first of several is cold and not in the statistics',
  }),
  repeatDelay: parameter({
    schema: time(0),
    argument: 'duration',
    default: '1s',
    env: { name: 'REPEATDELAY', unit: 's', default: '5s' },
    doc: 'pause before a cycle',
  }),
  restart: parameter({
    schema: flag(),
    default: 'false',
    doc: 'close all sessions and establish them again between cycles; no conditioning then',
  }),
  count: parameter({
    schema: wholeOrUnlimited(1).optional(),
    argument: 'n',
    env: { name: 'RATECOUNT', unset: '-1' },
    doc: 'rate tests: UPDATEs to send; unlimited when absent',
  }),
  duration: parameter({
    schema: time(1).optional(),
    argument: 'duration',
    env: { name: 'RATETIMELIMIT', unit: 's', unset: '-1' },
    doc: 'longest time of a burst, or of the rate tests of a mode; those without --count: 10s',
  }),
  timeout: parameter({
    schema: time(1),
    argument: 'duration',
    default: '10s',
    env: { name: 'TIMEOUT', unit: 's' },
    doc: 'a sink that hears nothing for so long ends a transfer',
  }),
  text: parameter({
    schema: words(),
    argument: 'text',
    default: '',
    env: { name: 'LOGTEXT' },
    doc: 'a remark, copied into the records',
  }),
} as const
