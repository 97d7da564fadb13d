import { type ChildProcess, spawn } from 'node:child_process'
import { now } from './clock.ts'
import { onLines } from './lines.ts'
import { ProbeStream, readAnswer, readCause } from './probe-stream.ts'
import type { AgentMessage, ProbeStream as Wanted } from './protocol.ts'

/** An answer later than this counts as lost: RFC 6412 section 3.7.6. A busy host delays, it does not lose. */
const FORWARDING_DELAY_THRESHOLD_MS = 2000

interface Target {
  readonly to: string
  readonly stream: ProbeStream
  cause: 'no-route' | 'ttl-exceeded' | 'silent'
}

/** Probes from one node to many canaries: one fping process, whatever the number of targets. */
export const startProbes = (
  pid: number,
  wanted: Wanted,
  intervalMs: number,
  send: (message: AgentMessage) => void,
): ChildProcess => {
  const patienceMs = FORWARDING_DELAY_THRESHOLD_MS + intervalMs
  const targets = new Map<string, Target>()
  for (const { to, address } of wanted.targets) {
    targets.set(address, { to, stream: new ProbeStream(intervalMs, patienceMs), cause: 'silent' })
  }
  const report = (address: string, change: { at: number; lost: boolean; packets: number }) => {
    const { to, cause } = targets.get(address) as Target
    send({
      event: 'probe',
      from: wanted.from,
      to,
      address,
      ...change,
      ...(change.lost ? { cause } : {}),
    })
  }
  const child = spawn('nsenter', ['-t', String(pid), '-n', ...command(wanted, intervalMs)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  onLines(child.stdout, (line) => {
    const answer = readAnswer(line)
    const target = answer && targets.get(answer.address)
    if (!answer || !target) return
    for (const change of target.stream.answered(answer)) report(answer.address, change)
    target.cause = 'silent'
  })
  onLines(child.stderr, (line) => noteCause(line, targets))
  const watch = setInterval(() => {
    for (const [address, { stream }] of targets) {
      const change = stream.silentAt(now())
      if (change) report(address, change)
    }
  }, 50)
  child.on('close', () => clearInterval(watch))
  return child
}

/**
 * Runs fping once the namespace has the source address ($0): a router that comes back puts its canary
 * on a moment after its namespace exists, and fping ends at once without it.
 */
const WHEN_ADDRESSED = `n=0
while [ $n -lt 200 ] && [ -z "$(ip -o addr show to "$0")" ]; do sleep 0.05; n=$((n + 1)); done
exec fping "$@"`

const command = ({ source, targets }: Wanted, intervalMs: number): readonly string[] => {
  const addresses = targets.map(({ address }) => address)
  // The spacing of packets to different targets: all of them must fit in one interval.
  const spacingMs = Math.max(1, Math.floor(intervalMs / (addresses.length + 1)))
  return [
    'sh',
    '-c',
    WHEN_ADDRESSED,
    source,
    '-l',
    '-D',
    '-p',
    `${intervalMs}`,
    '-i',
    `${Math.min(10, spacingMs)}`,
    '-t',
    `${FORWARDING_DELAY_THRESHOLD_MS}`,
    '-S',
    source,
    ...addresses,
  ]
}

const noteCause = (line: string, targets: ReadonlyMap<string, Target>): void => {
  const found = readCause(line)
  const target = targets.get(found?.address ?? '')
  if (found && target) target.cause = found.cause
}
