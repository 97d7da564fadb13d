/** What the routers took of their host. */
import { mean } from '../../lib/statistics.ts'
import { formatQuantity } from '../quantity.ts'
import { html } from './html.ts'
import type { Section } from './section.ts'
import type { Story } from './story.ts'
import { table } from './table.ts'

export const resources: Section = {
  id: 'resources',
  title: 'Resources',
  render: (story) => {
    const cpu = byNode(story, 'cpu-time')
    const memory = byNode(story, 'memory-peak')
    if (cpu.size === 0) return undefined
    const rows = [...cpu].map(([node, ms]) => {
      const octets = memory.get(node) ?? []
      return [
        node,
        formatQuantity(mean(ms), 'ms'),
        formatQuantity(Math.max(...ms), 'ms'),
        formatQuantity(octets.length > 0 ? Math.max(...octets) : null, 'octets'),
      ]
    })
    return html`${table({
      caption: 'Of each router, over a whole iteration',
      head: ['Router', 'Processor time, mean', 'Processor time, max', 'Memory, max'],
      rows,
      figures: [1, 2, 3],
    })}<p>Sampled once a second. Figures of single halves are among the results per fault.</p>`
  },
}

/** Node to its figures of all iterations. */
const byNode = ({ run }: Story, wanted: string): ReadonlyMap<string, readonly number[]> => {
  const found = new Map<string, number[]>()
  for (const { name, half, by = {} } of run.measurements)
    if (name === wanted && half === undefined)
      for (const [node, value] of Object.entries(by))
        found.set(node, [...(found.get(node) ?? []), value])
  return found
}
