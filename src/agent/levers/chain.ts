import type { Shell } from '../shell.ts'
import { checked } from './checked.ts'

/** Rules of one chain of our own in `raw PREROUTING`, for both families; each is what follows `-A CHAIN`. */
export interface Rules {
  readonly ipv4: readonly string[]
  readonly ipv6: readonly string[]
}

/** Every chain of ours begins with this word, and only such chains are ever changed. */
export const CHAIN = 'CHAOSLEMUR'

/**
 * Makes the chain hold exactly these rules, in one transaction a family; no rules remove it. Why raw
 * PREROUTING of the receiver: it also covers transit, and the sender is not told as it would be in OUTPUT.
 */
export const setChain = async (shell: Shell, chain: string, rules: Rules): Promise<string> => {
  await checked(shell, chainCommand(chain, rules))
  const wanted = rules.ipv4.length + rules.ipv6.length
  const listing = await shell.run(
    `iptables -t raw -S ${chain} 2>/dev/null; ip6tables -t raw -S ${chain} 2>/dev/null; true`,
  )
  const found = listing.output.split('\n').filter((line) => line.startsWith(`-A ${chain} `)).length
  if (found !== wanted) throw new Error(`${chain} holds ${found} rules instead of ${wanted}`)
  return `${chain}: ${found} rules`
}

/** The command line that makes the chain so, both families at the same time; fails when either does. */
export const chainCommand = (chain: string, rules: Rules): string =>
  `${set('iptables', chain, rules.ipv4)} & a=$!; ${set('ip6tables', chain, rules.ipv6)}; b=$?; wait $a && [ $b = 0 ]`

const set = (tables: string, chain: string, rules: readonly string[]): string =>
  rules.length > 0 ? install(tables, chain, rules) : remove(tables, chain)

// Declaring a chain in a restore with --noflush empties it first, so old and new rules swap at once.
const install = (tables: string, chain: string, rules: readonly string[]): string => {
  const lines = [
    '*raw',
    `:${chain} - [0:0]`,
    ...rules.map((rule) => `-A ${chain} ${rule}`),
    'COMMIT',
  ]
  const text = lines.map((line) => `'${line}'`).join(' ')
  return `{ printf '%s\\n' ${text} | ${tables}-restore --noflush && { ${tables} -t raw -C PREROUTING -j ${chain} 2>/dev/null || ${tables} -t raw -I PREROUTING -j ${chain}; }; }`
}

const remove = (tables: string, chain: string): string =>
  `{ ${tables} -t raw -S ${chain} >/dev/null 2>&1 && { ${tables} -t raw -D PREROUTING -j ${chain}; ${tables} -t raw -F ${chain}; ${tables} -t raw -X ${chain}; } || true; }`
