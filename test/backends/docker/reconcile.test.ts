import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FoundContainer, Inventory } from '../../../src/backends/docker/inventory.ts'
import { isEmpty, reconcile } from '../../../src/backends/docker/reconcile.ts'
import { loadText } from '../../load/load-text.ts'
import { desired } from './lab.ts'

const lab = desired(loadText('nodes: { a: {}, b: {} }\nlinks:\n  - [a, b]\n'))
const [a, b] = ['chaoslemur-lab-a', 'chaoslemur-lab-b']
const network = 'chaoslemur-lab-a--b'

const containers = lab.nodes.map((node) => ({
  id: `id-${node.name}`,
  name: node.container,
  role: 'node',
  node: node.name,
  spec: node.spec,
  state: 'running',
  networks: node.attachments.map((attachment) => attachment.network),
  labels: {},
}))
const networks = lab.networks.map(({ name, spec }) => ({ id: `id-${name}`, name, spec }))
const agent: FoundContainer = {
  ...(containers[0] as FoundContainer),
  id: 'id-agent',
  name: 'chaoslemur-lab.agent',
  role: 'agent',
  node: '',
  networks: ['host'],
}

/** The lab as wanted, with the container of `a` otherwise. */
const withA = (change: Partial<FoundContainer>): Inventory => ({
  containers: containers.map((found) => (found.node === 'a' ? { ...found, ...change } : found)),
  networks,
})

const summary = (found: Inventory) => {
  const changes = reconcile(lab, found)
  return {
    remove: changes.removeContainers.map(({ container, reason }) => `${container.node}: ${reason}`),
    removeNetworks: changes.removeNetworks,
    createNetworks: changes.createNetworks.map(({ name }) => name),
    create: changes.createNodes.map(({ name }) => name),
    start: changes.startNodes,
    unpause: changes.unpause,
  }
}
const NOTHING = {
  remove: [],
  removeNetworks: [],
  createNetworks: [],
  create: [],
  start: [],
  unpause: [],
}

test('an empty engine gets all', () => {
  assert.deepEqual(summary({ containers: [], networks: [] }), {
    ...NOTHING,
    createNetworks: [network],
    create: ['a', 'b'],
    start: [a, b],
  })
})

test('a lab as wanted needs nothing, and its agent is no business of this', () => {
  const found = { containers: [...containers, agent], networks }
  assert.deepEqual(summary(found), NOTHING)
  assert.ok(isEmpty(reconcile(lab, found)))
  assert.ok(!isEmpty(reconcile(lab, { containers: [], networks: [] })))
})

test('a changed node is made anew, alone', () => {
  assert.deepEqual(summary(withA({ spec: 'other' })), {
    ...NOTHING,
    remove: ['a: its configuration, image or links changed'],
    create: ['a'],
    start: [a],
  })
})

test('a node that is not in the topology any more goes', () => {
  const gone = { ...agent, name: 'chaoslemur-lab-x', role: 'node', node: 'x' }
  assert.deepEqual(summary({ containers: [...containers, gone], networks }), {
    ...NOTHING,
    remove: ['x: not in the topology any more'],
  })
})

test('a node that an interrupted up did not connect is made anew', () => {
  assert.deepEqual(summary(withA({ networks: [] })), {
    ...NOTHING,
    remove: ['a: not connected to a--b'],
    create: ['a'],
    start: [a],
  })
})

for (const state of ['created', 'exited', 'dead']) {
  test(`a node that is ${state} is started`, () => {
    assert.deepEqual(summary(withA({ state })), { ...NOTHING, start: [a] })
  })
}

test('a paused node is continued, not started', () => {
  assert.deepEqual(summary(withA({ state: 'paused' })), { ...NOTHING, unpause: [a] })
})

test('a changed network is made anew; one that is not wanted goes', () => {
  const old = { id: 'id-old', name: 'chaoslemur-lab-a--x', spec: 'x' }
  const changedNetwork = networks.map((found) => ({ ...found, spec: 'other' }))
  assert.deepEqual(summary({ containers, networks: [...changedNetwork, old] }), {
    ...NOTHING,
    removeNetworks: [network, 'chaoslemur-lab-a--x'],
    createNetworks: [network],
  })
})
