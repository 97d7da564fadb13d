/** What each end of a link says of the other one: only eBGP sessions have limits and preferences. */
import { didYouMean } from '../../lib/did-you-mean.ts'
import type { LinkDraft } from './drafts.ts'
import type { Report } from './report.ts'

const KEYS = { 'max-prefixes': 'limits hold', preference: 'a preference holds' } as const
type Key = keyof typeof KEYS

export const checkNeighbourKeys = (
  links: readonly LinkDraft[],
  asns: ReadonlyMap<string, number>,
  report: Report,
): void => {
  for (const link of links)
    for (const key of Object.keys(KEYS) as Key[]) {
      const isInside = asns.get(link.ends[0]) === asns.get(link.ends[1])
      if (link.spec[key]) check(link, key, isInside, report)
    }
}

const check = (
  { path, ends, spec }: LinkDraft,
  key: Key,
  isInside: boolean,
  report: Report,
): void => {
  if (isInside)
    report([...path, key], 'a link inside an AS carries no session of its own', {
      hint: `${KEYS[key]} for the eBGP session of a link between two ASes`,
    })
  for (const name of Object.keys(spec[key] ?? {}).filter((name) => !ends.includes(name)))
    report([...path, key, name], `${JSON.stringify(name)} is no end of the link`, {
      hint: didYouMean(name, ends),
      at: 'key',
    })
}
