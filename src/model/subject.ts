import type { Effect, LeverState } from './effect.ts'

/** What an effect acts on, as text: effects with the same subject are folded into one state. */
export const subjectOf = (effect: Effect | Omit<LeverState, 'subject'>): string => {
  const { lever } = effect
  if ('end' in effect) return `${lever} ${effect.end.link}@${effect.end.node}`
  if ('session' in effect) return `${lever} ${effect.session}@${effect.node}`
  if ('daemon' in effect) return `${lever} ${effect.node}/${effect.daemon}`
  return `${lever} ${(effect as { readonly node: string }).node}`
}
