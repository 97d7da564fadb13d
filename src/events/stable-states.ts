/**
 * Every stable state of a small network, by trying all of them: a state gives each router one path, or
 * none; it is stable when each router, told what its neighbours then tell, chooses that path. What a
 * router tells and chooses is asked of Router, so nothing here knows policy.
 */
import { AttributeSet } from '../bgp/router/attribute-set.ts'
import type { RouterConfig } from '../bgp/router/config.ts'
import type { Output } from '../bgp/router/events.ts'
import { PrefixTable } from '../bgp/router/prefix-table.ts'
import { Router } from '../bgp/router/router.ts'
import { interiorCosts } from './exact/interior.ts'
import { addressOf, configsOf, type EventNetwork, graphOfNetwork } from './exact/network.ts'
import type { EventGraph } from './graph.ts'
import type { RouteState } from './route-state.ts'

/** A path that a router may have: what was heard over an edge; an own network without an edge. */
interface Choice {
  readonly edge: number | undefined
  readonly set: AttributeSet | undefined
  /** What the router then tells, by its edge. */
  readonly tells: ReadonlyMap<number, AttributeSet>
  /** Its place among the choices of its router. */
  readonly index: number
}

const NOTHING: Choice = { edge: undefined, set: undefined, tells: new Map(), index: 0 }

/** All routers with `announces` announce. RangeError when there are more states than `most` to try. */
export const stableStates = (network: EventNetwork, most = 200_000): RouteState[] => {
  const bench = new Trial(network)
  const choices = bench.choices()
  const states = choices.reduce((product, { length }) => product * length, 1)
  if (states > most) throw new RangeError(`${states} states are too many to try`)
  const found: RouteState[] = []
  const state: Choice[] = choices.map(([first]) => first as Choice)
  const place = (node: number): void => {
    if (node === choices.length) {
      if (state.every((_, at) => bench.isContent(at, state))) found.push(bench.stateOf(state))
      return
    }
    for (const choice of choices[node] as readonly Choice[]) {
      state[node] = choice
      place(node + 1)
    }
  }
  place(0)
  return found
}

class Trial {
  readonly #network: EventNetwork
  readonly #graph: EventGraph
  readonly #configs: readonly RouterConfig[]
  readonly #costs: readonly ReadonlyMap<string, number>[]
  readonly #table = new PrefixTable()
  readonly #prefix = this.#table.ofText('198.18.0.0/24')
  /** Answers of isContent: a router is asked the same many times, as all others go through their choices. */
  readonly #known = new Map<string, boolean>()

  constructor(network: EventNetwork) {
    this.#network = network
    this.#graph = graphOfNetwork(network)
    // Timers change when something is said, not what.
    this.#configs = configsOf({ ...network, mrai: { ms: 0, per: 'peer' } }, this.#graph)
    this.#costs = interiorCosts(network)
  }

  /** What each router could ever choose: own networks, told on and on until nothing new comes. */
  choices(): readonly (readonly Choice[])[] {
    const all = this.#network.routers.map(({ announces }, node): Choice[] =>
      announces ? [this.#own(node)] : [NOTHING],
    )
    const open = all.flatMap((list, node) => list.map((choice) => ({ node, choice })))
    for (let next = open.pop(); next; next = open.pop())
      for (const [edge, set] of next.choice.tells) {
        const node = this.#graph.target[edge] as number
        const heardOver = this.#graph.back[edge] as number
        const list = all[node] as Choice[]
        if (this.#network.routers[node]?.announces) continue
        if (list.some((known) => known.edge === heardOver && known.set?.key === set.key)) continue
        const choice = this.#heard(node, heardOver, set, list.length)
        if (!choice) continue
        list.push(choice)
        open.push({ node, choice })
      }
    return all
  }

  /** Does the router choose this when its neighbours have chosen theirs? */
  isContent(node: number, state: readonly Choice[]): boolean {
    if (this.#network.routers[node]?.announces) return true
    const { first, target } = this.#graph
    let question = `${node} ${state[node]?.index}`
    for (let own = first[node] as number; own < (first[node + 1] as number); own++)
      question += ` ${state[target[own] as number]?.index}`
    const known = this.#known.get(question)
    if (known !== undefined) return known
    const answer = this.#chooses(node, state)
    this.#known.set(question, answer)
    return answer
  }

  #chooses(node: number, state: readonly Choice[]): boolean {
    const { edge, set } = state[node] as Choice
    const router = this.#router(node)
    const { first, target, back } = this.#graph
    for (let own = first[node] as number; own < (first[node + 1] as number); own++) {
      const told = state[target[own] as number]?.tells.get(back[own] as number)
      if (told) this.#tell(router, own, told)
    }
    const best = router.best(this.#prefix)
    return best?.peer?.config.name === edge?.toString() && best?.set.key === set?.key
  }

  stateOf(state: readonly Choice[]): RouteState {
    return {
      asPaths: state.map(asPathOf),
      from: state.map(({ edge }) => (edge === undefined ? undefined : this.#graph.target[edge])),
    }
  }

  #own(node: number): Choice {
    const attributes = this.#network.routers[node]?.announces ?? {}
    const set = new AttributeSet(attributes, '0.0.0.0')
    const outputs = this.#router(node).step({ type: 'originate', prefix: this.#prefix, set }, 0)
    return { edge: undefined, set, tells: told(outputs), index: 0 }
  }

  /** Undefined when the router refuses it. */
  #heard(node: number, edge: number, set: AttributeSet, index: number): Choice | undefined {
    const router = this.#router(node)
    const outputs = this.#tell(router, edge, set)
    return router.best(this.#prefix) && { edge, set, tells: told(outputs), index }
  }

  #tell(router: Router, edge: number, set: AttributeSet): readonly Output[] {
    const update = { withdrawn: [], announced: [this.#prefix], set }
    return router.step({ type: 'update', peer: String(edge), update }, 0)
  }

  #router(node: number): Router {
    const router = new Router(this.#configs[node] as RouterConfig, this.#table)
    router.step({ type: 'next-hops', costs: this.#costs[node] as ReadonlyMap<string, number> }, 0)
    const { first, target } = this.#graph
    for (let edge = first[node] as number; edge < (first[node + 1] as number); edge++) {
      const routerId = addressOf(target[edge] as number)
      router.step({ type: 'up', peer: String(edge), routerId }, 0)
    }
    return router
  }
}

const told = (outputs: readonly Output[]): ReadonlyMap<number, AttributeSet> =>
  new Map(
    outputs.flatMap((output): [number, AttributeSet][] =>
      output.type === 'update' && output.update.set
        ? [[Number(output.peer), output.update.set]]
        : [],
    ),
  )

const asPathOf = ({ set }: Choice): readonly number[] | undefined =>
  set && (set.attributes.asPath?.flatMap(({ asns }) => asns) ?? [])
