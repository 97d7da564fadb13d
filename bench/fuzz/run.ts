/** Mutated messages from a seed, as many as wanted; the first that is handled wrongly is made small. */
import { createRandom } from '../../src/lib/random.ts'
import { type Checker, createChecker, type Verdict } from './check.ts'
import { corpusOf, type Seedling } from './corpus.ts'
import { mutate, ROOM } from './mutate.ts'

export interface FuzzFailure {
  /** What was thrown, or how the readers differ. */
  readonly what: string
  readonly hex: string
  readonly session: Seedling['options']
}

export interface FuzzResult {
  readonly messages: number
  /** How often each class of result came. */
  readonly classes: ReadonlyMap<Verdict, number>
  readonly failure?: FuzzFailure
}

export interface FuzzOptions {
  readonly messages: number
  readonly seed: number
  readonly onProgress?: (messages: number) => void
  /** For tests of the fuzzer itself. */
  readonly checker?: Checker
}

const CORPUS = 4000
const PROGRESS = 500_000

export const fuzz = ({ messages, seed, onProgress, checker }: FuzzOptions): FuzzResult => {
  const random = createRandom(seed)
  const corpus = corpusOf(random.fork('corpus'), CORPUS)
  const draw = random.fork('mutations')
  const check = checker ?? createChecker(ROOM)
  const classes = new Map<Verdict, number>()
  const message = new Uint8Array(ROOM)
  const any = (): Seedling => corpus[draw.integer(0, CORPUS - 1)] as Seedling
  for (let done = 0; done < messages; done++) {
    const seedling = any()
    const length = mutate(draw, seedling, any(), message)
    const { verdict, what } = judge(check, message, length, seedling.options)
    if (what !== undefined) {
      const failure = shrunk(check, message.slice(0, length), seedling.options, what)
      return { messages: done + 1, classes, failure }
    }
    classes.set(verdict, (classes.get(verdict) ?? 0) + 1)
    if ((done + 1) % PROGRESS === 0) onProgress?.(done + 1)
  }
  return { messages, classes }
}

const judge = (
  checker: Checker,
  message: Uint8Array,
  length: number,
  options: Seedling['options'],
): { verdict: Verdict; what?: string } => {
  try {
    return { verdict: checker.check(message, length, options) }
  } catch (error) {
    return { verdict: 'failed', what: String(error) }
  }
}

/** Takes octets away, the header's length following, while the message still fails. */
const shrunk = (
  checker: Checker,
  message: Uint8Array,
  session: Seedling['options'],
  first: string,
): FuzzFailure => {
  let smallest = message
  let what = first
  for (let size = Math.ceil(message.length / 2); size >= 1; size = size >> 1)
    for (let at = smallest.length - size; at >= 0; at--) {
      if (at + size > smallest.length) continue
      const smaller = without(smallest, at, size)
      const found = judge(checker, smaller, smaller.length, session).what
      if (found === undefined) continue
      smallest = smaller
      what = found
    }
  return { what, hex: Buffer.from(smallest).toString('hex'), session }
}

const without = (message: Uint8Array, at: number, size: number): Uint8Array => {
  const smaller = new Uint8Array(message.length - size)
  smaller.set(message.subarray(0, at))
  smaller.set(message.subarray(at + size), at)
  if (at >= 19) smaller.set([smaller.length >> 8, smaller.length & 0xff], 16)
  return smaller
}
