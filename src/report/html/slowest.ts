/** The slowest path of each half, hop by hop: which router waited for what. */

import { speakersOf } from '../../measure/speakers.ts'
import { sinceEvent, type Window } from '../../measure/window.ts'
import { formatMs } from '../quantity.ts'
import { type Chain, type Link, slowestChain } from './chain.ts'
import { type Html, html, type Part } from './html.ts'
import type { Section } from './section.ts'
import { type HalfOfStep, halvesOf, type Story } from './story.ts'
import { table } from './table.ts'
import { waitText } from './waits.ts'

export const slowest: Section = {
  id: 'slowest',
  title: 'Slowest paths, hop by hop',
  render: (story) => {
    const halves = halvesOf(story)
    const parts = halves.slice(0, MOST).flatMap((half) => explain(story, half) ?? [])
    if (parts.length === 0) return undefined
    return html`<p>For each half the router and prefix that changed last, followed back to the fault. The journal has what routers received and when, not what they thought: the cause of an UPDATE is taken to be the last thing that its sender had heard of the prefix.</p>
${parts}${halves.length > MOST && html`<p>The first ${MOST} of ${halves.length} halves are explained.</p>`}`
  },
}

const MOST = 24

const explain = (story: Story, { step, half, windows }: HalfOfStep): Html | undefined => {
  const found = windows
    .flatMap((window) => {
      const chain = slowestChain(window)
      return chain ? [{ window, chain }] : []
    })
    .sort((a, b) => lengthOf(b) - lengthOf(a))[0]
  if (!found) return undefined
  const { window, chain } = found
  const end = chain.links.at(-1) as Link
  const caption = `${end.node} and ${chain.prefix}: ${formatMs(lengthOf(found))}${
    story.iterations.length > 1 ? `, in iteration ${window.iteration.number}` : ''
  }${chain.isWhole ? '' : '. What came before the first line was not seen'}`
  return html`<h3><span class="${half}">${half}</span> of ${step}</h3>${table({
    caption,
    head: ['Since the fault', 'Where', 'What happened', 'Waited', 'For'],
    rows: rowsOf(story, window, chain),
    figures: [0, 3],
  })}`
}

const lengthOf = ({ window, chain }: { window: Window; chain: Chain }): number =>
  sinceEvent(window, (chain.links.at(-1) as Link).at)

const rowsOf = (story: Story, window: Window, { links, prefix }: Chain): readonly Part[][] => {
  const speakers = speakersOf(story.topology)
  const { topology } = story
  const { timers } = story.head
  const total = Math.max(1e-9, sinceEvent(window, (links.at(-1) as Link).at))
  const rows = links.map((effect, i) => {
    const at = sinceEvent(window, effect.at)
    const before = i === 0 ? 0 : sinceEvent(window, (links[i - 1] as Link).at)
    const ms = at - before
    const actor =
      effect.type === 'update-received' ? (speakers.get(effect.from) ?? effect.from) : effect.node
    const share = Math.round((ms / total) * 100)
    return [
      formatMs(at),
      effect.node,
      happened(effect, prefix, speakers),
      html`${formatMs(ms)}<span class="bar" style="width:${share}%"></span>`,
      waitText({ effect, cause: links[i - 1], actor, ms, topology, timers }),
    ]
  })
  const { fault, on } = window.instance
  const what = `${window.half === 'injection' ? 'injected' : 'healed'}: ${fault}`
  return [['0 ms', on.join(', '), what, '', ''], ...rows]
}

const happened = (event: Link, prefix: string, speakers: ReadonlyMap<string, string>): string => {
  switch (event.type) {
    case 'update-received': {
      const from = speakers.get(event.from) ?? event.from
      if (!event.announced.includes(prefix)) return `heard from ${from}: withdrawn`
      return `heard from ${from}: AS path ${event.asPath.join(' ') || 'empty'}`
    }
    case 'fib-changed':
      return event.nextHops.length === 0
        ? 'route deleted from the FIB'
        : `FIB: next hop ${event.nextHops.map((hop) => speakers.get(hop) ?? hop).join(', ')}`
    case 'session-changed': {
      const peer = speakers.get(event.peer) ?? event.peer
      return `session with ${peer} ${event.up ? 'up' : 'down'}${event.reason && `: ${event.reason}`}`
    }
    case 'interface-changed':
      return `interface of ${event.link} ${event.up ? 'up' : 'down'}`
    case 'node-changed':
      return event.running ? 'started' : 'stopped'
  }
}
