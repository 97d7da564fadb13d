/** The graph of a command: a file of the user, or a drawn one. */
import { parseAsRel } from '../internet/as-rel/parse.ts'
import { drawInternet } from '../internet/draw/internet.ts'
import { type AsGraph, buildGraph, idOfAsn } from '../internet/graph.ts'
import { InputError } from '../lib/errors.ts'
import { createRandom } from '../lib/random.ts'
import { nameOf, readBytes } from '../lib/read-bytes.ts'
import type { Context } from './context.ts'

/** The graph that a seed stands for; the shape `internet` draws from the same stream. */
export const drawn = ({ options }: Context, ases: number): AsGraph =>
  buildGraph(drawInternet(ases, createRandom(options.seed ?? 1).fork('generate/internet')).links)

export const graphFor = async (
  context: Context,
  path: string | undefined,
  ases: number | undefined,
): Promise<AsGraph> => {
  if ((path === undefined) === (ases === undefined))
    throw new InputError('name a file of AS relationships, or say --ases N to draw a graph')
  return path === undefined ? drawn(context, ases as number) : readGraph(context, path)
}

/** The id of an AS of the graph; InputError without one. `what` says who asks for it. */
export const asOf = (graph: AsGraph, asn: number, what: string): number => {
  const id = idOfAsn(graph, asn)
  if (id < 0) throw new InputError(`${what} ${asn}: no such AS in the graph`)
  return id
}

const readGraph = async (context: Context, path: string): Promise<AsGraph> => {
  const pieces: Uint8Array[] = []
  for await (const piece of readBytes(path, { signal: context.signal })) pieces.push(piece)
  const { links, repeated } = parseAsRel(nameOf(path), Buffer.concat(pieces))
  if (links.size === 0)
    throw new InputError(`${nameOf(path)}: no links`, {
      hint: 'a line is AS|AS|relation or AS|AS|relation|source',
    })
  if (repeated > 0) context.note(`${nameOf(path)}: ${repeated} lines say again what others say`)
  return buildGraph(links)
}
