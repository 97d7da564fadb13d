/** The tables of docs/theory.md, computed anew. `[NAME...]`: only these. */
import { theory } from '../src/events/theory/index.ts'
import { renderTheory } from '../src/events/theory/table.ts'
import { InputError } from '../src/lib/errors.ts'

export const main = async (names: readonly string[]): Promise<void> => {
  const known = theory.map(({ name }) => name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw new InputError(`unknown table "${unknown}"; known: ${known.join(', ')}`)
  for (const table of theory)
    if (names.length === 0 || names.includes(table.name))
      process.stdout.write(`${table.name}: ${table.summary}\n\n${renderTheory(table)}\n\n`)
}
