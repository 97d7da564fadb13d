/**
 * Address families, reflectors, policy and iBGP on real daemons: every session comes up, and the
 * tables are those that the solver predicts, before a fault, during it and after it.
 */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageRoot } from '../../src/lib/package-root.ts'
import { hostTest } from './engine.ts'
import { folderOf, mustRun, removeAfter, start } from './lab.ts'
import { sessionsDown, vtysh } from './look.ts'

interface Example {
  readonly topology: string
  /** Second octet of its addresses: another lab of this host may use those of the file. */
  readonly octet: number
  readonly nodes: readonly string[]
  readonly sessions: number
  /** A link whose loss changes best paths. */
  readonly cut: string
  /** A node, a question to FRR and what must be in the answer: the feature itself, not only its result. */
  readonly shows: readonly [node: string, question: string, answer: RegExp]
}

const EXAMPLES: readonly Example[] = [
  {
    topology: 'dual-stack',
    octet: 211,
    nodes: ['a', 'b', 'c'],
    sessions: 6,
    cut: 'a--b',
    shows: ['a', 'show bgp ipv6 unicast json', /"2001:2:0:2::\/64"/],
  },
  {
    topology: 'reflector',
    octet: 212,
    nodes: ['rr', 'north', 'east', 'south', 'left', 'right'],
    sessions: 5,
    cut: 'rr--east',
    shows: ['rr', 'show running-config', /route-reflector-client/],
  },
  {
    topology: 'relationships',
    octet: 213,
    nodes: ['t1', 't2', 'r1', 'r2', 'r3', 'r4', 's1', 's2'],
    sessions: 10,
    cut: 'r2--r3',
    shows: ['t1', 'show running-config', /route-map/],
  },
  {
    topology: 'two-continents',
    octet: 214,
    nodes: ['lon', 'ams', 'nyc', 'was'],
    sessions: 4,
    cut: 'lon--nyc',
    shows: ['nyc', 'show bgp summary', /64503/],
  },
]

for (const example of EXAMPLES) {
  hostTest(`${example.topology} is as predicted`, { timeout: 900_000 }, async (context) => {
    const lab = `test-${example.topology}`
    const folder = folderOf(context)
    removeAfter(context, lab)
    writeFileSync(join(folder, 'lab.yaml'), topologyOf(example, lab))
    writeFileSync(join(folder, 'plan.yaml'), planOf(example))
    const { status, stdout, stderr } = await start(['run', 'plan.yaml'], { cwd: folder }).ended
    assert.equal(status, 0, stdout + stderr)
    const run = join(folder, 'runs/latest/measurements.json')
    const { outcomes } = JSON.parse(readFileSync(run, 'utf8')) as { outcomes: readonly Outcome[] }
    assert.deepEqual(
      outcomes.map(({ half, outcome, differences }) => [half, outcome, differences]),
      [
        ['injection', 'converged', []],
        ['reversion', 'converged', []],
      ],
    )
    assert.deepEqual(await sessionsDown(lab, example.nodes), [])
    assert.equal(await sessionsOf(lab), example.sessions)
    const [node, question, answer] = example.shows
    assert.match(await vtysh(lab, node, question), answer)
  })
}

interface Outcome {
  readonly half: string
  readonly outcome: string
  readonly differences: readonly string[]
}

const TIMERS = 'timers: { keepalive: 1s, hold: 3s, connect-retry: 1s }'

const topologyOf = ({ topology, octet }: Example, lab: string): string => {
  const text = readFileSync(join(packageRoot(), 'topologies', `${topology}.yaml`), 'utf8')
  const pools = `addressing: { ipv4: 10.${octet}.0.0/17, ipv6: "fd00:c4a0:${octet}::/48" }`
  const own = text
    .replace(/^name: .*$/m, `name: ${lab}\n${pools}`)
    .replaceAll('10.0.9.', `10.${octet}.209.`)
    .replace(/^ {2}timers: .*\n/m, '')
  return own.includes('\ndefaults:\n')
    ? own.replace('\ndefaults:\n', `\ndefaults:\n  ${TIMERS}\n`)
    : `${own}\ndefaults: { ${TIMERS} }\n`
}

const planOf = ({ topology, cut }: Example): string => `
version: 1
name: ${topology}
topology: lab.yaml
steady-state: [sessions: all-established, routes: as-predicted, quiet: { for: 1s }]
steps:
  - { id: cut, do: link-down, on: ${cut}, at: 500ms, for: 5s }
assertions: ["lost-prefixes == 0"]
`

/** Sessions by the lab's own account: each has two ends. */
const sessionsOf = async (lab: string): Promise<number> => {
  const { nodes } = JSON.parse(await mustRun('status', lab, '--json')) as {
    readonly nodes: readonly { readonly established: number }[]
  }
  return nodes.reduce((sum, { established }) => sum + established, 0) / 2
}
