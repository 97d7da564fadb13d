import type { RunResult } from '../../agent/protocol.ts'
import { BackendError, TimeoutError } from '../../lib/errors.ts'
import type { LoadRanges } from '../../measure/load-share.ts'
import type { Kind } from '../../model/kind.ts'
import type { RouteReport, SessionReport } from '../../model/testbed.ts'
import type { Topology } from '../../model/topology.ts'
import type { Kinds } from './compiled.ts'
import { readKernelRoutes } from './kernel-routes.ts'
import { nodeOf } from './node-of.ts'

/** Runs a program in a node. Lines about routes inside the prefixes may be left out of its output. */
export type RunInNode = (
  node: string,
  argv: readonly string[],
  unseen?: readonly string[],
) => Promise<RunResult>

/** What is announced by loads, and is no part of a table of the lab. */
export interface LoadApart {
  readonly prefixes: readonly string[]
  readonly ranges: LoadRanges
}

/** All BGP neighbours of a router, both families. */
export const askSessions = async (
  topology: Topology,
  kinds: Kinds,
  name: string,
  run: RunInNode,
): Promise<readonly SessionReport[]> => {
  const kind = kinds(nodeOf(topology, name).kind)
  const questions = topology.families.map((family) => kind.ask.sessions(family))
  return (await Promise.all(questions.map((question) => put(name, question, run)))).flat()
}

/** Best paths of a router, with the gateways that its kernel has for them; those of a load are left out. */
export const askRoutes = async (
  topology: Topology,
  kinds: Kinds,
  name: string,
  run: RunInNode,
  load?: LoadApart,
): Promise<readonly RouteReport[]> => {
  const kind = kinds(nodeOf(topology, name).kind)
  const longestAsn = load && longestOf(topology)
  const questions = topology.families.map((family) => kind.ask.routes(family, longestAsn))
  const [reports, kernel] = await Promise.all([
    Promise.all(questions.map((question) => put(name, question, run))),
    askKernel(topology, name, run, load?.prefixes ?? []),
  ])
  return reports
    .flat()
    .filter(({ prefix }) => !load?.ranges.has(prefix))
    .map((route) => ({ ...route, installed: kernel.get(route.prefix) ?? [] }))
}

/** Digits of the lab's longest AS number; undefined where a path of the load may have none that is longer. */
const longestOf = ({ nodes }: Topology): number | undefined => {
  const digits = Math.max(...nodes.map(({ asn }) => String(asn).length))
  return digits < GUEST_DIGITS ? digits : undefined
}

/** Of the AS numbers of guests, which begin every path of a load. */
const GUEST_DIGITS = 10

const askKernel = async (
  topology: Topology,
  name: string,
  run: RunInNode,
  unseen: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const options = topology.families.map((family) => (family === 'ipv4' ? '-4' : '-6'))
  const answers = await Promise.all(
    options.map((option) => answer(name, ['ip', option, '-o', 'route', 'show'], run, unseen)),
  )
  return new Map(answers.flatMap((stdout) => [...readKernelRoutes(stdout)]))
}

const put = async <Report>(
  node: string,
  question: { readonly argv: readonly string[]; read(output: string): readonly Report[] },
  run: RunInNode,
): Promise<readonly Report[]> => question.read(await answer(node, question.argv, run))

const answer = async (
  node: string,
  argv: readonly string[],
  run: RunInNode,
  unseen?: readonly string[],
): Promise<string> => {
  const { status, stdout, stderr } = await run(node, argv, unseen)
  if (status === 0) return stdout
  const lines = [...stderr.split('\n'), ...stdout.split('\n')].filter((line) => line !== '')
  const what = `${node} does not answer: ${argv.join(' ')}`
  throw status === LATE
    ? new TimeoutError(what, { seen: lines.slice(-10) })
    : new BackendError(what, { output: lines.slice(-10) })
}

/** Of programs that were ended because they took too long, as timeout(1) has it. */
const LATE = 124

export const askVersion = async (kind: Kind, node: string, run: RunInNode): Promise<string> => {
  const { stdout } = await run(node, kind.ask.version.argv)
  return kind.ask.version.read(stdout)
}
