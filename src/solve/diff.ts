/** How what a router has differs from what was predicted, as sentences for the journal. */
import type { RouteReport } from '../model/testbed.ts'
import type { NodeName, PrefixText } from '../model/topology.ts'
import type { PredictedRoute, Prediction } from './solve.ts'

/** The differences of a node's BGP table; empty when the table is as predicted. Says nothing of unstable prefixes. */
export const diffRib = (
  prediction: Prediction,
  node: NodeName,
  reports: readonly RouteReport[],
): string[] => {
  const held = new Map(reports.map((report) => [report.prefix, report]))
  return diff(prediction, node, held, {
    describe: ({ nextHop, asPath }) => `via ${nextHop}${pathText(asPath)}`,
    expect: ({ nextHop, asPath }) => `via ${nextHop}${pathText(asPath)}`,
    isSame: (expected, found) =>
      sameNextHop(expected, found.nextHop) && expected.asPath.join() === found.asPath.join(),
  })
}

/**
 * The differences of a node's kernel table of BGP routes: prefix to gateways. Own networks are the
 * kernel's own business and not compared.
 */
export const diffFib = (
  prediction: Prediction,
  node: NodeName,
  fib: ReadonlyMap<PrefixText, readonly string[]>,
): string[] => {
  const predicted = prediction.routes.get(node)
  const foreign = [...fib].filter(([prefix]) => predicted?.get(prefix)?.via !== 'local')
  const differences = diff(prediction, node, new Map(foreign), {
    describe: (gateways) => `kernel gateway ${listText(gateways)}`,
    expect: ({ fibNextHops }) => `kernel gateway ${listText(fibNextHops)}`,
    isSame: (expected, found) => sameGateways(expected, found),
    skip: ({ via }) => via === 'local',
  })
  return differences
}

interface Comparison<Found> {
  describe(found: Found): string
  expect(expected: PredictedRoute): string
  isSame(expected: PredictedRoute, found: Found): boolean
  skip?(expected: PredictedRoute): boolean
}

const diff = <Found>(
  { routes, unstable }: Prediction,
  node: NodeName,
  held: ReadonlyMap<PrefixText, Found>,
  { describe, expect, isSame, skip }: Comparison<Found>,
): string[] => {
  const predicted = routes.get(node)
  if (!predicted) return []
  const differences: string[] = []
  for (const [prefix, expected] of predicted) {
    const found = held.get(prefix)
    if (skip?.(expected)) continue
    if (found === undefined)
      differences.push(`${node} lacks ${prefix}, expected ${expect(expected)}`)
    else if (!isSame(expected, found))
      differences.push(`${node} has ${prefix} ${describe(found)}, expected ${expect(expected)}`)
  }
  for (const [prefix, found] of held)
    if (!predicted.has(prefix) && !unstable.includes(prefix))
      differences.push(`${node} has ${prefix} ${describe(found)}, expected none`)
  return differences
}

/** A router may show the neighbour's link-local address, of which the topology knows nothing. */
const sameNextHop = ({ nextHop, via }: PredictedRoute, found: string): boolean =>
  nextHop === found || (via !== 'local' && isLinkLocal(found))

const sameGateways = ({ fibNextHops }: PredictedRoute, found: readonly string[]): boolean =>
  found.some(isLinkLocal)
    ? found.length === fibNextHops.length
    : [...found].sort().join() === fibNextHops.join()

const LINK_LOCAL = /^fe[89ab][0-9a-f]:/i
const isLinkLocal = (address: string): boolean => LINK_LOCAL.test(address)

const pathText = (asPath: readonly number[]): string =>
  asPath.length > 0 ? `, AS path ${asPath.join(' ')}` : ''

const listText = (addresses: readonly string[]): string => addresses.join(' and ') || 'none'
