import * as engine from './engine.ts'
import { CHAIN } from './levers/chain.ts'
import type { Context } from './levers/context.ts'
import { pull } from './levers/index.ts'
import { HANDLE } from './levers/shape.ts'
import { host, type Interface, type Namespace } from './nodes.ts'

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
  const namespace = await context.nodes.namespace(node)
  const links = Object.keys(ends).filter((link) => namespace.interfaces.has(link))
  const found = [
    ...(running ? [] : ['it was stopped']),
    ...(paused ? ['it was paused'] : []),
    ...(await sweepFilter(node, namespace, context)),
  ]
  for (const link of links) found.push(...(await sweepLink(node, link, namespace, context)))
  found.push(...(await continueFrozen(namespace.pid)))
  return found.map((what) => `${node}: ${what}`)
}

const sweepFilter = async (
  node: string,
  { shell }: Namespace,
  context: Context,
): Promise<readonly string[]> => {
  const isThere = `iptables -t raw -S ${CHAIN} >/dev/null 2>&1 || ip6tables -t raw -S ${CHAIN} >/dev/null 2>&1`
  const { status } = await shell.run(isThere)
  if (status !== 0) return []
  await pull({ lever: 'filter', node, drop: [] }, context)
  return ['it dropped packets']
}

const sweepLink = async (
  node: string,
  link: string,
  { shell, interfaces }: Namespace,
  context: Context,
): Promise<readonly string[]> => {
  const { name, hostName } = interfaces.get(link) as Interface
  const shape = context.baselineShape(node, link)
  const isPlain = Object.keys(shape).length === 0
  const look = async () =>
    (await shell.run(`ip -o link show dev ${name}; iptables -t raw -S ${CHAIN}-LOSS-${name}`))
      .output
  const before = await look()
  const qdisc = (await host.run(`tc qdisc show dev ${hostName} root`)).output
  await pull({ lever: 'carrier', node, link, up: true }, context)
  await pull({ lever: 'admin', node, link, up: true }, context)
  await pull({ lever: 'shape', node, link, shape }, context)
  const isImpaired = qdisc.includes(HANDLE) || before.includes(`-A ${CHAIN}`)
  return [
    ...(/[<,]UP[,>]/.test(before) ? [] : [`its interface on ${link} was down`]),
    ...(before.includes('LOWER_UP') ? [] : [`${link} had no carrier`]),
    ...(isPlain && isImpaired ? [`${link} was impaired`] : []),
  ]
}

/** SIGCONT to every stopped process of the container. */
const continueFrozen = async (init: number): Promise<readonly string[]> => {
  const { output } = await host.run(
    `for p in /proc/[0-9]*; do [ "$(readlink $p/ns/pid)" = "$(readlink /proc/${init}/ns/pid)" ] && grep -q '^State:.T' $p/status && cat $p/comm && kill -CONT "\${p#/proc/}"; done; true`,
  )
  const names = output.split('\n').filter((name) => /^[\w.-]+$/.test(name))
  return names.map((name) => `${name} was frozen`)
}
