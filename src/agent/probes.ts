import { type ChildProcess, spawn } from 'node:child_process'
import { now } from './clock.ts'
import { onLines } from './lines.ts'
import { PolledLines } from './polled-lines.ts'
import { ProbeStream, readAnswer, readCause } from './probe-stream.ts'
import type { AgentMessage, ProbeStream as Wanted } from './protocol.ts'
import { GIVE_WAY } from './real-time.ts'

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
  const answers = new PolledLines((line) => {
    const answer = readAnswer(line)
    const target = answer && targets.get(answer.address)
    if (!answer || !target) return
    for (const change of target.stream.answered(answer)) report(answer.address, change)
    target.cause = 'silent'
  })
  const words = command(wanted, intervalMs, answers.path)
  const child = spawn('nsenter', ['-t', String(pid), '-n', ...words], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  onLines(child.stderr, (line) => noteCause(line, targets))
  const look = () => {
    answers.poll()
    for (const [address, { stream }] of targets) {
      const change = stream.silentAt(now())
      if (change) report(address, change)
    }
  }
  looks.add(look)
  child.on('close', () => {
    looks.delete(look)
    answers.close()
  })
  return child
}

/** Answers have their own times, and so has silence: that they are noticed later changes no figure. */
const LOOK_MS = 250
/** One timer for all nodes: each waking of this process costs more than what it then does. */
const looks = new Set<() => void>()
setInterval(() => {
  for (const look of looks) look()
}, LOOK_MS).unref()

/**
 * Runs fping once the namespace has the source address ($0): a router that comes back puts its canary
 * on a moment after its namespace exists, and fping ends at once without it. Its answers go to a FIFO ($1).
 */
const WHEN_ADDRESSED = `n=0
while [ $n -lt 200 ] && [ -z "$(ip -o addr show to "$0")" ]; do sleep 0.05; n=$((n + 1)); done
answers=$1
shift
mkfifo "$answers" && exec ${GIVE_WAY.join(' ')} fping "$@" > "$answers"`

const command = (
  { source, targets }: Wanted,
  intervalMs: number,
  answersPath: string,
): readonly string[] => {
  const addresses = targets.map(({ address }) => address)
  return [
    'sh',
    '-c',
    WHEN_ADDRESSED,
    source,
    answersPath,
    '-l',
    '-D',
    '-p',
    `${intervalMs}`,
    '-i',
    `${spacingMs(addresses.length, intervalMs)}`,
    '-t',
    `${FORWARDING_DELAY_THRESHOLD_MS}`,
    '-S',
    source,
    ...addresses,
  ]
}

/** Packets of a probe; so many of them are less than one full frame. */
const SMALL_BURST = 16

/**
 * Between packets to different targets, milliseconds; all of them must fit in one interval. A few go at
 * once: that costs a quarter of the processor time, for most of it is the waking of fping and of us.
 */
export const spacingMs = (targets: number, intervalMs: number): number =>
  targets <= SMALL_BURST ? 0 : Math.max(1, Math.min(10, Math.floor(intervalMs / (targets + 1))))

const noteCause = (line: string, targets: ReadonlyMap<string, Target>): void => {
  const found = readCause(line)
  const target = targets.get(found?.address ?? '')
  if (found && target) target.cause = found.cause
}
