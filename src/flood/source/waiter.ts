/**
 * Waits until the sink has seen something. To be woken up takes a thread tens of microseconds, as
 * much as a whole round trip of a small window. To stay awake costs nothing where a processor is
 * idle, and takes it from the device where none is. Which is better is tried out again and again.
 */
import { monotonicMs } from '../../speaker/clock.ts'
import type { Shared } from '../shared.ts'

/** A round trip takes less than this where it pays to stay awake. */
const AWAKE_MS = 0.3
/** However long it sleeps, it looks now and then whether the window leaks. */
const ASLEEP_MS = 50
/** Each way is tried for so long, then the better one is kept for so many times that. */
const TRIAL_MS = 20
const KEPT = 15

export interface Waiter {
  /** Calls the pump when there was progress, or after a while. */
  wait(nowMs: number): void
  end(): void
}

/** `inThread`: the sink calls the pump itself, and it is enough to keep the thread awake for it. */
export const createWaiter = (shared: Shared, inThread: boolean, pump: () => void): Waiter => {
  const habit = new Habit(shared)
  return inThread ? sameThread(habit, pump) : otherThread(shared, habit, pump)
}

const sameThread = (habit: Habit, pump: () => void): Waiter => {
  let awakeUntilMs = 0
  let isSpinning = false
  const spin = () => {
    isSpinning = monotonicMs() < awakeUntilMs
    if (isSpinning) setImmediate(spin)
  }
  const timer = setInterval(pump, ASLEEP_MS)
  return {
    wait(nowMs) {
      awakeUntilMs = habit.isAwake(nowMs) ? nowMs + AWAKE_MS : 0
      if (awakeUntilMs === 0 || isSpinning) return
      isSpinning = true
      setImmediate(spin)
    },
    end: () => {
      awakeUntilMs = 0
      clearInterval(timer)
    },
  }
}

interface AsyncWait {
  waitAsync(
    words: Int32Array,
    index: number,
    value: number,
    timeoutMs: number,
  ): { readonly async: boolean; readonly value: Promise<string> | string }
}

const otherThread = (shared: Shared, habit: Habit, pump: () => void): Waiter => {
  const { progress } = shared
  const atomics = Atomics as unknown as AsyncWait
  let isWaiting = false
  let seen = 0
  let awakeUntilMs = 0
  const done = () => {
    isWaiting = false
    pump()
  }
  const look = () => {
    if (Atomics.load(progress, 0) !== seen) done()
    else if (monotonicMs() < awakeUntilMs) setImmediate(look)
    else {
      const { async, value } = atomics.waitAsync(progress, 0, seen, ASLEEP_MS)
      if (async) void (value as Promise<string>).then(done)
      else setImmediate(done)
    }
  }
  return {
    wait(nowMs) {
      if (isWaiting) return
      isWaiting = true
      seen = Atomics.load(progress, 0)
      awakeUntilMs = habit.isAwake(nowMs) ? nowMs + AWAKE_MS : 0
      look()
    },
    end: () => {},
  }
}

/** Compares what is seen in a time awake with what is seen in a time asleep. */
class Habit {
  readonly #shared: Shared
  readonly #rates = { awake: 0, asleep: 0 }
  #isAwake = true
  #left = 1
  #phase: 'awake' | 'asleep' | 'kept' = 'awake'
  #sinceMs = 0
  #seenBefore = 0

  constructor(shared: Shared) {
    this.#shared = shared
  }

  isAwake(nowMs: number): boolean {
    if (this.#sinceMs === 0) this.#sinceMs = nowMs
    else if (nowMs - this.#sinceMs >= TRIAL_MS) this.#next(nowMs)
    return this.#isAwake
  }

  #next(nowMs: number): void {
    const seen = this.#shared.get('updatesSeen')
    const rate = (seen - this.#seenBefore) / (nowMs - this.#sinceMs)
    this.#seenBefore = seen
    this.#sinceMs = nowMs
    if (this.#phase === 'awake') {
      this.#rates.awake = rate
      this.#phase = 'asleep'
      this.#isAwake = false
    } else if (this.#phase === 'asleep') {
      this.#rates.asleep = rate
      this.#phase = 'kept'
      this.#left = KEPT
      this.#isAwake = this.#rates.awake > this.#rates.asleep
    } else if (--this.#left === 0) {
      this.#phase = 'awake'
      this.#isAwake = true
    }
  }
}
