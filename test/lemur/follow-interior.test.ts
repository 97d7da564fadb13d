import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PeerConfig } from '../../src/bgp/router/config.ts'
import { followInterior } from '../../src/lemur/follow-interior.ts'
import type { Ways } from '../../src/lemur/interior.ts'
import type { LemurConfig } from '../../src/model/lemur-config.ts'

const PATIENCE = { timeout: 60_000 }

const peer = (n: number): PeerConfig => ({
  name: `10.0.0.${n}`,
  type: 'ibgp',
  asn: 64_500,
  address: `10.0.0.${n}`,
  localAddress: '10.0.0.1',
  family: 'ipv4',
})

const config: LemurConfig = {
  hostname: 'a',
  networks: [],
  timers: { keepaliveMs: 3000, holdMs: 9000, connectRetryMs: 5000, mraiMs: 0 },
  router: { asn: 64_500, routerId: '10.0.0.1', peers: [peer(2), peer(3)] },
}

const waysTo = (...addresses: readonly string[]): Ways =>
  new Map(addresses.map((address) => [address, { cost: 10, gateways: [] }]))

/** Gives its answers one after the other, the last one for ever. */
const zebra = (answers: readonly Ways[]) => {
  let asked = 0
  return {
    asked: () => asked,
    ask: async (): Promise<Ways> => answers[Math.min(asked++, answers.length - 1)] as Ways,
  }
}

const until = async (holds: () => boolean, signal: AbortSignal): Promise<void> => {
  while (!holds()) await sleep(1, undefined, { signal })
}

test(
  'a way that came before anybody listened is found all the same',
  PATIENCE,
  async ({ signal }) => {
    const { ask, asked } = zebra([waysTo(), waysTo('10.0.0.2'), waysTo('10.0.0.2', '10.0.0.3')])
    const moves: number[] = []
    const move = (ways: Ways) => void moves.push(ways.size)
    // Nobody says that anything changed.
    followInterior(
      { config, move },
      {
        askZebra: ask,
        againMs: 1,
      },
    )
    await until(() => moves.length === 3, signal)
    assert.deepEqual(moves, [0, 1, 2])
    // All have a way: it waits for the next change.
    await sleep(50)
    assert.equal(asked(), 3)
  },
)

test('a change is asked for although all have a way', PATIENCE, async ({ signal }) => {
  const all = waysTo('10.0.0.2', '10.0.0.3')
  const { ask, asked } = zebra([all])
  let moves = 0
  const move = () => void moves++
  const follower = followInterior(
    { config, move },
    {
      askZebra: ask,
      againMs: 1,
    },
  )
  await until(() => moves === 1, signal)
  follower.changed()
  await until(() => moves === 2, signal)
  assert.equal(asked(), 2)
})
