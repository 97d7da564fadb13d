import { InputError } from '../src/lib/errors.ts'
import { renderTable } from '../src/lib/table.ts'
import type { Bench } from './index.ts'

/** The bench of that name; an InputError that lists the known ones otherwise. */
export const chooseBench = (
  name: string | undefined,
  benches: Readonly<Record<string, Bench>>,
): Bench => {
  if (name !== undefined && Object.hasOwn(benches, name)) return benches[name] as Bench
  const complaint =
    name === undefined ? 'which benchmark? npm run bench -- NAME' : `unknown benchmark "${name}"`
  throw new InputError(`${complaint}\n${listBenches(benches)}`)
}

export const listBenches = (benches: Readonly<Record<string, Bench>>): string =>
  renderTable(
    [{ title: 'name' }, { title: 'what it measures' }],
    Object.entries(benches).map(([name, { summary }]) => [name, summary]),
  )
