/** The records of MRT files in one new file. */
import { createWriteStream, existsSync, realpathSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { encodeRecord } from '../bgp/mrt/codec.ts'
import { BackendError, InputError, LemurError } from '../lib/errors.ts'
import type { Context } from './context.ts'
import { mrtSteps } from './mrt-steps.ts'

/** Packed when the name ends in `.gz`. Returns what could not be read, and is left out. */
export const copyRecords = async (
  context: Context,
  paths: readonly string[],
  output: string,
): Promise<readonly string[]> => {
  refuseOwnInput(paths, output)
  const problems: string[] = []
  let count = 0
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (const path of paths) {
      const waiting: Uint8Array[] = []
      const record = (one: Parameters<typeof encodeRecord>[0]): void => {
        waiting.push(encodeRecord(one))
        count++
      }
      for await (const _ of mrtSteps(context, { path, problems, record }))
        yield Buffer.concat(waiting.splice(0))
    }
  }
  await write(pieces, output)
  context.note(`wrote ${count} records to ${output}`)
  return problems
}

const write = async (pieces: () => AsyncGenerator<Uint8Array>, output: string): Promise<void> => {
  const file = createWriteStream(output)
  try {
    if (output.endsWith('.gz')) await pipeline(pieces, createGzip(), file)
    else await pipeline(pieces, file)
  } catch (cause) {
    if (cause instanceof LemurError) throw cause
    throw new BackendError(`cannot write ${output}: ${(cause as Error).message}`, { cause })
  }
}

/** Two names of one file count as well. */
const refuseOwnInput = (paths: readonly string[], output: string): void => {
  if (!existsSync(output)) return
  const target = realpathSync(output)
  if (paths.some((path) => existsSync(path) && realpathSync(path) === target))
    throw new InputError(`${output} is read and cannot be written at the same time`, {
      hint: 'write to another name',
    })
}
