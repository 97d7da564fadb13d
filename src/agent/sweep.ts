import * as engine from './engine.ts'
import { CHAIN } from './levers/chain.ts'
import type { Context } from './levers/context.ts'
import { pull } from './levers/index.ts'
import { host } from './nodes.ts'

/** Undoes what a dead agent left, by its marks alone: its chains, its qdiscs, carriers, pauses and stops. */
export const sweep = async (context: Context): Promise<readonly string[]> => {
  const done = await Promise.all(context.nodes.names().map((node) => sweepNode(node, context)))
  return done.flat()
}

const sweepNode = async (node: string, context: Context): Promise<readonly string[]> => {
  const { container, ends } = context.nodes.get(node)
  const { running, paused } = await engine.inspect(container)
  const baseline = { lever: 'process', node, state: 'running', how: 'start' } as const
  await pull(baseline, context)
  const { pid, shell, interfaces } = await context.nodes.namespace(node)
  const chains = await removeChains(shell)
  const links = Object.keys(ends).filter((link) => interfaces.has(link))
  for (const link of links) {
    await pull({ lever: 'carrier', node, link, up: true }, context)
    await pull({ lever: 'admin', node, link, up: true }, context)
    await pull({ lever: 'shape', node, link, shape: {} }, context)
  }
  await continueAll(pid)
  return [
    ...(running ? [] : [`${node}: started`]),
    ...(paused ? [`${node}: unpaused`] : []),
    ...chains.map((chain) => `${node}: chain ${chain} removed`),
  ]
}

const removeChains = async (shell: {
  run(command: string): Promise<{ output: string }>
}): Promise<readonly string[]> => {
  const found = new Set<string>()
  for (const tables of ['iptables', 'ip6tables']) {
    const { output } = await shell.run(`${tables} -t raw -S`)
    for (const [, chain] of output.matchAll(new RegExp(`^-N (${CHAIN}\\S*)`, 'gm'))) {
      const name = chain as string
      found.add(name)
      await shell.run(
        `${tables} -t raw -D PREROUTING -j ${name}; ${tables} -t raw -F ${name}; ${tables} -t raw -X ${name}`,
      )
    }
  }
  return [...found]
}

// SIGCONT does nothing to a process that runs.
const continueAll = async (init: number): Promise<void> => {
  await host.run(
    `for p in /proc/[0-9]*; do [ "$(readlink $p/ns/pid)" = "$(readlink /proc/${init}/ns/pid)" ] && kill -CONT "\${p#/proc/}"; done; true`,
  )
}
