/** What each end of a link accepts at most; only eBGP sessions have limits. */
import { didYouMean } from '../../lib/did-you-mean.ts'
import type { LinkDraft } from './drafts.ts'
import type { Report } from './report.ts'

export const checkPrefixLimits = (
  links: readonly LinkDraft[],
  asns: ReadonlyMap<string, number>,
  report: Report,
): void => {
  for (const { path, ends, spec } of links) {
    const limits = spec['max-prefixes']
    if (!limits) continue
    if (asns.get(ends[0]) === asns.get(ends[1]))
      report([...path, 'max-prefixes'], 'a link inside an AS carries no session of its own', {
        hint: 'limits hold for the eBGP session of a link between two ASes',
      })
    for (const name of Object.keys(limits).filter((name) => !ends.includes(name)))
      report([...path, 'max-prefixes', name], `${JSON.stringify(name)} is no end of the link`, {
        hint: didYouMean(name, ends),
        at: 'key',
      })
  }
}
