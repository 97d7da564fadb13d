/** The supply of one source for one transfer. */
import { InputError } from '../../lib/errors.ts'
import type { SourceJob } from '../jobs.ts'
import { type Course, shareOf } from '../synthetic/numbering.ts'
import { seedPrefix } from '../synthetic/prefix-words.ts'
import { announceTemplate, type Sender, withdrawTemplate } from '../synthetic/template.ts'
import { FileSupply, RecordedSupply } from './file-supply.ts'
import type { Source } from './source.ts'
import { blockOctets, type Supply } from './supply.ts'
import { PrebuiltSupply, SyntheticSupply } from './synthetic-supply.ts'

/** `place`: the position of the source among those that send. Undefined: it sends canaries only. */
export const createSupply = (
  job: SourceJob,
  source: Source,
  place: number,
  course: Course,
  sender: Sender,
): Supply | undefined => {
  const { stream, pace, sources } = job
  if (!stream) return undefined
  if (stream.type === 'encoded') {
    if (pace.type !== 'recorded') return new FileSupply(stream, job.updates)
    if (!stream.times) throw new InputError('the file has no times: it cannot be sent as recorded')
    return new RecordedSupply(stream, stream.times, pace.speed)
  }
  const { tableSize, groupSize } = stream
  const from = {
    stream,
    course,
    seed: seedPrefix(stream.seedPrefix, stream.prefixLength, tableSize * groupSize),
    announce: announceTemplate(stream, sender),
    withdraw: withdrawTemplate(stream),
  }
  const octets = blockOctets(sources.length)
  const share = Number.isFinite(job.updates)
    ? shareOf(job.updates, sources.length, place)
    : Number.POSITIVE_INFINITY
  const supply = new SyntheticSupply(from, share, source.blocks(octets))
  return job.prebuilt && Number.isFinite(share) ? new PrebuiltSupply(supply, octets) : supply
}
