import { InputError } from '../../lib/errors.ts'
import { subjectOf } from '../../model/subject.ts'
import type { Testbed } from '../../model/testbed.ts'

/** Links that are slow or lossy by the topology are so from the start, and stay so without us. */
export const applyBaseline = async (testbed: Testbed, signal: AbortSignal): Promise<void> => {
  const { topology } = testbed
  const shaped = topology.links.filter(({ shape }) => Object.keys(shape).length > 0)
  const states = shaped.flatMap(({ id, ends, shape }) =>
    ends.map(({ node }) => {
      const state = { lever: 'shape', end: { link: id, node }, shape } as const
      return { subject: subjectOf(state), ...state }
    }),
  )
  const applied = states.length > 0 ? await testbed.apply(states, signal) : []
  const failed = applied.filter(({ verifiedAt }) => verifiedAt === undefined)
  if (failed.length === 0) return
  throw new InputError(
    failed.map(
      ({ subject, readBack }) => `cannot give the link its attributes: ${subject}: ${readBack}`,
    ),
    { hint: testbed.levers.get('netem')?.remedy },
  )
}
