/** `npm run bench -- NAME [ARGUMENTS]` runs one benchmark; `--list` shows what there is. */
import { EXIT, explain, LemurError } from '../src/lib/errors.ts'
import { chooseBench, listBenches } from './choose.ts'
import { type BenchModule, benches } from './index.ts'

const [name, ...args] = process.argv.slice(2)
try {
  if (name === '--list') process.stdout.write(`${listBenches(benches)}\n`)
  else await run(chooseBench(name, benches).file)
} catch (error) {
  process.stderr.write(`${explain(error)}\n`)
  process.exitCode = error instanceof LemurError ? error.exitStatus : EXIT.environment
}

async function run(file: string): Promise<void> {
  const bench = (await import(file)) as BenchModule
  await bench.main(args)
}
