/** What `down` should have removed, and what belongs to nobody: seen with the engine and the host's own tools. */
import { until } from './lab.ts'
import { engine, sh } from './look.ts'

/** Everything of a lab that is there, in words. Other labs of the host may come and go meanwhile. */
export const leftovers = (lab: string): Promise<readonly string[]> =>
  until(
    async () => [...(await ofLab(lab)), ...(await ofNobody())],
    (found) => found.length === 0,
    { patienceMs: 10_000, pauseMs: 200 },
  )

const ofLab = async (lab: string): Promise<readonly string[]> => {
  const filters = { label: [`chaoslemur.lab=${lab}`] }
  const [containers, networks, named] = await Promise.all([
    engine.listContainers({ all: true, filters }),
    engine.listNetworks({ filters }),
    engine.listContainers({ all: true, filters: { name: [`chaoslemur-${lab}`] } }),
  ])
  return [
    ...[...containers, ...named].flatMap(({ Names }) => Names),
    ...networks.map(({ Name }) => Name),
  ]
}

/** Bridges, cables and rules of networks that the engine does not have (any more). */
const ofNobody = async (): Promise<readonly string[]> => {
  const [links, rules] = await Promise.all([
    sh('ip -o link show'),
    sh('iptables-save; ip6tables-save'),
  ])
  const networks = await engine.listNetworks()
  const bridges = new Set(networks.map(({ Id }) => `br-${Id.slice(0, 12)}`))
  const unknown = (text: string) => {
    const name = /\bbr-[0-9a-f]{12}\b/.exec(text)?.[0]
    return name !== undefined && !bridges.has(name)
  }
  const loose = (line: string) => /^\d+: veth/.test(line) && !/ master \S+/.test(line)
  return [
    ...links.split('\n').filter((line) => unknown(line) || loose(line)),
    ...rules.split('\n').filter(unknown),
  ]
}
