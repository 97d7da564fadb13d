import { readFile } from 'node:fs/promises'
import { text as readAll } from 'node:stream/consumers'
import { InputError } from '../lib/errors.ts'
import type { Topology } from '../model/topology.ts'
import { loadTopology, type TopologyOptions } from './topology.ts'

export interface InputText {
  /** The name that problems carry: the path as given, or `<stdin>`. */
  readonly file: string
  readonly text: string
}

/** Text of a file; `-` is standard input. */
export const readInput = async (path: string): Promise<InputText> => {
  if (path === '-') return { file: '<stdin>', text: await readAll(process.stdin) }
  try {
    const bytes = await readFile(path)
    return { file: path, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch (cause) {
    throw new InputError(`cannot read ${path}: ${reason(cause)}`, { cause })
  }
}

export const readTopologyFile = async (
  path: string,
  options: TopologyOptions,
): Promise<Topology> => {
  const { file, text } = await readInput(path)
  return loadTopology(file, text, options)
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'no permission',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is not a folder',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not UTF-8 text',
}

const reason = (cause: unknown): string => {
  const { code = '', message = String(cause) } = cause as { code?: string; message?: string }
  return REASONS[code] ?? message
}
