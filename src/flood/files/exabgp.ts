/** Lines of ExaBGP's API as a stream of UPDATEs, in their order. */
import { InputError } from '../../lib/errors.ts'
import { type Problem, throwIfAny } from '../../load/problem.ts'
import type { EncodedStream } from '../types.ts'
import { parseLine } from './exabgp/line.ts'
import { createLinePacker } from './exabgp/pack.ts'
import { LineError } from './exabgp/tokens.ts'
import type { FileInput } from './input.ts'
import { createMessageBuffer } from './message-buffer.ts'
import type { TableOptions } from './mrt-table.ts'

const MOST_PROBLEMS = 50

/** InputError with every line that is wrong, its place and what is meant. */
export const loadExabgp = async (
  input: FileInput,
  options: TableOptions,
): Promise<EncodedStream> => {
  const buffer = createMessageBuffer()
  const packer = createLinePacker(buffer, options)
  const problems: Problem[] = []
  let number = 0
  for await (const text of linesOf(input.open())) {
    number++
    try {
      const line = parseLine(text)
      if (line) packer.add(line)
    } catch (error) {
      if (!(error instanceof LineError)) throw error
      const { message, column, width, hint } = error
      problems.push({
        file: input.name,
        line: number,
        column,
        width,
        lineText: text,
        message,
        hint,
      })
      if (problems.length >= MOST_PROBLEMS) break
    }
  }
  throwIfAny(problems)
  packer.flush()
  if (buffer.messages === 0) throw new InputError(`${input.name}: no routes in ${number} lines`)
  return buffer.finish()
}

async function* linesOf(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of pieces) {
    const lines = (rest + decoder.decode(piece, { stream: true })).split(/\r?\n/)
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}
