/** What to do so that the engine holds the desired lab, each with its reason. Pure. */
import type { DesiredLab, DesiredNetwork, DesiredNode } from './desired.ts'
import type { FoundContainer, Inventory } from './inventory.ts'

export interface Changes {
  readonly removeContainers: readonly {
    readonly container: FoundContainer
    readonly reason: string
  }[]
  readonly removeNetworks: readonly string[]
  readonly createNetworks: readonly DesiredNetwork[]
  readonly createNodes: readonly DesiredNode[]
  readonly startNodes: readonly string[]
  readonly unpause: readonly string[]
}

export const reconcile = (desired: DesiredLab, found: Inventory): Changes => {
  const nodes = found.containers.filter(({ role }) => role === 'node')
  const removals = nodes.flatMap((container) => {
    const reason = reasonToRemove(container, desired)
    return reason ? [{ container, reason }] : []
  })
  const kept = nodes.filter(
    (container) => !removals.some((removal) => removal.container === container),
  )
  const keptNames = new Set(kept.map(({ name }) => name))
  const goodNetworks = new Set(
    found.networks
      .filter(({ name, spec }) => isWanted(desired, name, spec))
      .map(({ name }) => name),
  )
  return {
    removeContainers: removals,
    removeNetworks: found.networks
      .map(({ name }) => name)
      .filter((name) => !goodNetworks.has(name)),
    createNetworks: desired.networks.filter(({ name }) => !goodNetworks.has(name)),
    createNodes: desired.nodes.filter(({ container }) => !keptNames.has(container)),
    startNodes: [
      ...desired.nodes.map(({ container }) => container).filter((name) => !keptNames.has(name)),
      ...kept.filter(({ state }) => !['running', 'paused'].includes(state)).map(({ name }) => name),
    ],
    unpause: kept.filter(({ state }) => state === 'paused').map(({ name }) => name),
  }
}

export const isEmpty = (changes: Changes): boolean =>
  Object.values(changes).every((list: readonly unknown[]) => list.length === 0)

const isWanted = (desired: DesiredLab, name: string, spec: string): boolean =>
  desired.networks.some((network) => network.name === name && network.spec === spec)

const reasonToRemove = (found: FoundContainer, desired: DesiredLab): string | undefined => {
  const wanted = desired.nodes.find(({ container }) => container === found.name)
  if (!wanted) return 'not in the topology any more'
  if (wanted.spec !== found.spec) return 'its configuration, image or links changed'
  const missing = wanted.attachments.filter(({ network }) => !found.networks.includes(network))
  // Made by an `up` that was killed half-way; its entry point must see all interfaces.
  return missing.length > 0
    ? `not connected to ${missing.map(({ link }) => link).join(', ')}`
    : undefined
}
