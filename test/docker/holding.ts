/** What the tests of held faults share: how a fault is asked for, and whether all of its effect shows. */
import assert from 'node:assert/strict'
import { type Held, LAB, NODES } from './held-faults.ts'
import { until } from './lab.ts'
import { describe, difference, type Look, lookAtKernel, lookAtRouters } from './look.ts'

export const nameOf = ({ fault, args }: Held): string => [fault, ...args].join(' ')

export const argsOf = ({ fault, args, endsItself }: Held): readonly string[] => [
  ...['fault', LAB, fault, ...args],
  ...(endsItself ? [] : ['--for', '2m']),
]

export const lookAtAll = async (mute?: string): Promise<Look> => {
  const [kernel, routers] = await Promise.all([
    lookAtKernel(LAB, NODES),
    lookAtRouters(
      LAB,
      NODES.filter((node) => node !== mute),
    ),
  ])
  return { ...kernel, ...routers }
}

/** A look without what a router that starts anew brings back in its own time. */
export const without = (look: Look, mute: string | undefined): Look =>
  Object.fromEntries(Object.entries(look).filter(([key]) => key !== `${mute} config`))

/** The change must be the whole of what the fault says, and nothing beside it. */
export const assertShows = async ({ shows, mute }: Held, before: Look): Promise<void> => {
  const expected = without(before, mute)
  const problems = (now: Look): readonly string[] => {
    const changed = difference(expected, now)
    const awaited = Object.keys(expected).filter((key) => shows.some(([name]) => name.test(key)))
    return [...new Set([...changed, ...awaited])].filter((key) => {
      const wanted = shows.find(([name]) => name.test(key))
      return !wanted?.[1].test(now[key] ?? 'absent') || !changed.includes(key)
    })
  }
  const look = () => lookAtAll(mute)
  const now = await until(look, (seen) => problems(seen).length === 0, { patienceMs: 15_000 })
  assert.deepEqual(
    problems(now),
    [],
    `the effect does not show as it should:\n${describe(expected, now)}`,
  )
}

export const softwareIsBack = async (before: Look): Promise<void> => {
  const now = await until(lookAtAll, (look) => difference(before, look).length === 0)
  assert.equal(describe(before, now), '')
}
