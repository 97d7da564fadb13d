/** What a drawing shows of an oscillation: a turn that leads back to where it began, changes in it, and nothing for what rests. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cycleOf } from '../../../src/events/gadgets/cycle.ts'
import { gadgets } from '../../../src/events/gadgets/index.ts'
import { LOCKSTEP, type Played, playGadget } from '../../../src/events/gadgets/play.ts'
import { isSameState } from '../../../src/events/route-state.ts'
import { stableStates } from '../../../src/events/stable-states.ts'

for (const gadget of gadgets)
  test(`${gadget.name}: a turn for each act that oscillates in step, and for no other`, () => {
    const stable = stableStates(gadget.network)
    playGadget(gadget, LOCKSTEP, 1).forEach(({ act, result }: Played, at) => {
      const frames = cycleOf(gadget, at)
      assert.equal(frames.length > 1, result.outcome === 'oscillating', act)
      assert.ok(frames.every(({ atMs }) => atMs >= 0 && atMs < (result.periodMs ?? 0)))
      frames.forEach((frame, i) => {
        assert.equal(frame.asPaths.length, gadget.network.routers.length)
        if (i > 0) assert.ok(!isSameState(frame, frames[i - 1] ?? frame), `${act} ${i}`)
      })
      if (stable.length === 0) assert.ok(frames.length > 1)
    })
  })
