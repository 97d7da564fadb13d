import type { LeverTrial } from './protocol.ts'
import { Shell } from './shell.ts'

/** Every lever's tools, really used once in a scratch namespace: a kernel without modules has no list to look at. */
const TRIALS: Readonly<Record<string, string>> = {
  carrier:
    'ip link add c0 type veth peer name c1 && ip link set c0 up && ip link set c1 up && ip link set c0 down',
  admin: 'ip link add a0 type veth peer name a1 && ip link set a0 up && ip link set a0 down',
  filter: 'iptables -t raw -A PREROUTING -m comment --comment chaoslemur -j DROP',
  'filter-ipv6': 'ip6tables -t raw -A PREROUTING -m comment --comment chaoslemur -j DROP',
  loss: 'iptables -t raw -A PREROUTING -m statistic --mode random --probability 0.1 -j DROP',
  rate: 'ip link add t0 type veth peer name t1 && tc qdisc add dev t0 root tbf rate 1mbit burst 2000 latency 50ms',
  netem: 'ip link add n0 type veth peer name n1 && tc qdisc add dev n0 root netem delay 1ms',
}

let trials: Promise<readonly LeverTrial[]> | undefined

export const tryLevers = (): Promise<readonly LeverTrial[]> => {
  trials ??= runTrials()
  return trials
}

export const netemWorks = async (): Promise<boolean> =>
  (await tryLevers()).some(({ lever, works }) => lever === 'netem' && works)

const runTrials = async (): Promise<readonly LeverTrial[]> => {
  const scratch = new Shell(['unshare', '-n', 'sh'])
  const results: LeverTrial[] = []
  for (const [lever, command] of Object.entries(TRIALS)) {
    const { status, output } = await scratch.run(command)
    results.push({ lever, works: status === 0, output: output.trim() })
  }
  await scratch.close()
  return results
}
