/** A topology file with some settings changed for every node, whatever it says of them itself. */
import type { Settings } from '../../model/matrix.ts'
import type { Problem } from '../problem.ts'
import type { Path, Source } from '../yaml-source.ts'

type Data = Record<string, unknown>

/** The source as if the settings stood in it: under `defaults`, and nowhere below; or under `generate`. */
export const withSettings = (source: Source, settings: Settings): Source => {
  if (!isData(source.value)) return source
  const value = structuredClone(source.value) as Data
  const problems = Object.entries(settings).flatMap(([key, setting]) =>
    change(source, value, key.split('.'), setting),
  )
  return {
    ...source,
    value,
    problems: [...source.problems, ...problems, ...strayImages(source, settings)],
  }
}

const change = (
  source: Source,
  value: Data,
  path: readonly string[],
  setting: string | number,
): readonly Problem[] => {
  if (path[0] !== 'generate') {
    for (const layer of layersOf(value)) forget(layer, path)
    set(value, ['defaults', ...path], setting)
    return []
  }
  if (!isData(value.generate))
    return [source.problem([], `there is no "generate", and so no "${path.join('.')}"`)]
  set(value, path, setting)
  return []
}

/** An image is of one kind: with another one the router would not start. */
const strayImages = (source: Source, settings: Settings): readonly Problem[] => {
  if (!('kind' in settings) || 'image' in settings) return []
  const paths: Path[] = [
    ['defaults'],
    ...['groups', 'nodes'].flatMap((part) =>
      Object.keys(recordOf((source.value as Data)[part])).map((name) => [part, name]),
    ),
  ]
  return paths
    .filter((path) => recordOf(path.reduce(inside, source.value)).image !== undefined)
    .map((path) => {
      const image = [...path, 'image']
      return source.problem(image, `${image.join('.')} is of one kind only`)
    })
}

const layersOf = ({ groups, nodes }: Data): readonly unknown[] =>
  [groups, nodes].flatMap((part) => Object.values(recordOf(part)))

const forget = (layer: unknown, path: readonly string[]): void => {
  const parent = path.slice(0, -1).reduce(inside, layer)
  if (isData(parent)) delete parent[path.at(-1) as string]
}

const set = (value: Data, path: readonly string[], setting: string | number): void => {
  const parent = path.slice(0, -1).reduce((data, key) => {
    const child = isData(data[key]) ? data[key] : {}
    data[key] = child
    return child
  }, value)
  parent[path.at(-1) as string] = setting
}

const inside = (value: unknown, key: PropertyKey): unknown =>
  isData(value) ? value[key as string] : undefined

const recordOf = (value: unknown): Data => (isData(value) ? value : {})

const isData = (value: unknown): value is Data =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
