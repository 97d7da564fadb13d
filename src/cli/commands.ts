/** The registry of commands. A command is loaded when it is called for: the others cost nothing. */
import type { Command } from 'commander'
import type { Run } from './run-type.ts'

type Register = (program: Command, run: Run) => void

/** In the order of the help. */
const commands: Readonly<Record<string, () => Promise<Register>>> = {
  up: async () => (await import('./up.ts')).up,
  down: async () => (await import('./down.ts')).down,
  status: async () => (await import('./status.ts')).status,
  run: async () => (await import('./run.ts')).run,
  events: async () => (await import('./events.ts')).events,
  report: async () => (await import('./report.ts')).report,
  plan: async () => (await import('./plan.ts')).plan,
  validate: async () => (await import('./validate.ts')).validate,
  render: async () => (await import('./render.ts')).render,
  generate: async () => (await import('./generate.ts')).generate,
  import: async () => (await import('./import.ts')).importFile,
  fault: async () => (await import('./fault.ts')).fault,
  flood: async () => (await import('./flood.ts')).flood,
  relay: async () => (await import('./relay.ts')).relay,
  heal: async () => (await import('./heal.ts')).heal,
  routes: async () => (await import('./routes.ts')).routes,
  exec: async () => (await import('./exec.ts')).exec,
  logs: async () => (await import('./logs.ts')).logs,
  graph: async () => (await import('./graph.ts')).graph,
  gadget: async () => (await import('./gadget.ts')).gadget,
  compare: async () => (await import('./compare.ts')).compare,
  mrt: async () => (await import('./mrt.ts')).mrt,
  internet: async () => (await import('./internet.ts')).internet,
  bench: async () => (await import('./bench.ts')).bench,
  doctor: async () => (await import('./doctor.ts')).doctor,
  images: async () => (await import('./images.ts')).images,
  completion: async () => (await import('./completion.ts')).completion,
}

/** What the command line names; all of them where it names none, or needs to know the others. */
export const wantedCommands = (argv: readonly string[]): Promise<readonly Register[]> => {
  const [first = ''] = argv
  const named = Object.hasOwn(commands, first) && first !== 'completion' ? [first] : undefined
  return Promise.all(
    (named ?? Object.keys(commands)).map((name) => commands[name]?.() as Promise<Register>),
  )
}
