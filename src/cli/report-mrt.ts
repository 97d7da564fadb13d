/** What a run captured, as an MRT file. */
import { gzipSync } from 'node:zlib'
import { encodeRecord } from '../bgp/mrt/codec.ts'
import { didYouMean } from '../lib/did-you-mean.ts'
import { InputError } from '../lib/errors.ts'
import { type FinishedRun, headOf } from '../report/finished-run.ts'
import { readCaptures } from '../report/mrt/captures.ts'
import { runRecords, type Wanted } from '../report/mrt/records.ts'
import type { Context } from './context.ts'

export interface MrtOptions extends Wanted {
  /** The file's name says whether it is packed. */
  readonly path: string
}

export const renderMrt = async (
  { note }: Pick<Context, 'note'>,
  run: FinishedRun,
  { path, ...wanted }: MrtOptions,
): Promise<Uint8Array> => {
  const { topology } = headOf(run)
  known(
    'node',
    wanted.node,
    topology.nodes.map(({ name }) => name),
  )
  known(
    'session',
    wanted.session,
    topology.sessions.map(({ id }) => id),
  )
  const messages = await readCaptures(run.folder ?? '.', topology, note)
  if (messages.length === 0)
    note('the run folder has no captured messages: only what the routers told of their sessions')
  const records = runRecords({ topology, entries: run.entries, messages }, wanted)
  const octets = Buffer.concat(records.map(encodeRecord))
  return path.endsWith('.gz') ? gzipSync(octets) : octets
}

const known = (what: string, name: string | undefined, names: readonly string[]): void => {
  if (name === undefined || names.includes(name)) return
  throw new InputError(`the run has no ${what} ${name}`, { hint: didYouMean(name, names) })
}
