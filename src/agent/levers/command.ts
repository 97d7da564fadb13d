import { runInNode } from '../run-in-node.ts'
import type { Pull } from './context.ts'
import { NODE_IS_DOWN } from './context.ts'

/** Configuration through the router's own shell. Whether it holds, the controller asks: the kind knows how. */
export const command: Pull<'command'> = async ({ node, commands }, { nodes }) => {
  const namespace = await nodes.namespace(node).catch(() => undefined)
  if (!namespace) return NODE_IS_DOWN
  const outputs: string[] = []
  for (const argv of commands) {
    const { status, stdout, stderr } = await runInNode(namespace.pid, argv)
    if (status !== 0) throw new Error(`${argv.join(' ')}: ${(stdout + stderr).trim() || status}`)
    outputs.push(stdout.trim())
  }
  return outputs.filter((text) => text !== '').join('\n')
}
