import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { EXAMPLES } from '../../src/cli/examples.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { runCli } from './run-cli.ts'

/** Wrong use in all its forms: says what and what to try, exits 2, never shows a stack. */
const WRONG: readonly (readonly [readonly string[], RegExp])[] = [
  [['no-such-command'], /unknown command 'no-such-command'/],
  [['up'], /missing required argument 'topology'/],
  [['up', 'no/such/file.yaml'], /cannot read no\/such\/file\.yaml: there is no such file/],
  [['render', 'topologies'], /it is a folder/],
  [['plan', 'topologies/ring5.yaml'], /version/],
  [['generate', 'rng'], /did you mean "ring"/],
  [['generate', 'ring', 'nodes'], /write key=value/],
  [['graph', 'topologies/ring5.yaml', '--format', 'png'], /known are dot, mermaid/],
  [['completion', 'tcsh'], /known: bash, zsh, fish/],
  [['import', 'topologies/ring5.yaml'], /ring5\.yaml/],
  [['up', 'topologies/ring5.yaml', '--backend', 'swarm'], /known are docker, sim, auto/],
  [['up', 'topologies/ring5.yaml', '--timeout', '5'], /not a duration/],
  [['plan', 'experiments/abilene.yaml', '--seed', 'x'], /not a whole number/],
  [['heal', 'x', '--dry-run'], /only by mending it/],
  [['exec', '--dry-run', 'x', 'r1', '--', 'reboot'], /not known beforehand/],
  [['images', 'build', '--dry-run'], /nothing but build/],
  [['flood', '--out', 'lon'], /--out and --lab go with --node/],
  [['flood', '--node', 'lon', '192.0.2.1,192.0.2.2,1'], /the peers are chosen by the lab/],
  [['flood', '--node', 'lon', '--mode', 'x'], /--mode x/],
]

for (const [args, expected] of WRONG) {
  test(`${args.join(' ')} exits 2 with a reason`, () => {
    const { status, stderr } = runCli(args)
    assert.match(stderr, expected)
    assert.doesNotMatch(stderr, /\n\s+at |mistake of chaoslemur/)
    assert.equal(status, 2)
  })
}

test('without an engine, a command that needs one says how to get it and exits 3', () => {
  process.env.DOCKER_HOST = 'unix:///nowhere/docker.sock'
  const { status, stderr } = runCli(['status'])
  delete process.env.DOCKER_HOST
  assert.match(stderr, /no Docker engine answers/)
  assert.match(stderr, /docker\/install-engine\.sh/)
  assert.equal(status, 3)
})

test('a topology from stdin renders to JSON that has every address filled in', () => {
  const { status, stdout } = runCli(
    ['render', '-', '--resolved'],
    'name: x\ngenerate: { shape: ring, nodes: 3 }\n',
  )
  assert.equal(status, 0)
  const { nodes, links } = JSON.parse(stdout) as {
    nodes: { routerId: string }[]
    links: { ends: { ipv4: string }[] }[]
  }
  assert.equal(nodes.length, 3)
  assert.ok(links.every(({ ends }) => ends.every(({ ipv4 }) => /^10\./.test(ipv4))))
})

test('plan --expand prints a plan that expands to itself', () => {
  const first = runCli(['plan', 'experiments/original-mesh-uniform.yaml', '--expand'])
  assert.equal(first.status, 0)
  const replay = first.stdout.replaceAll('../topologies/', 'topologies/')
  const second = runCli(['plan', '-', '--expand'], replay)
  assert.equal(second.stdout, replay)
})

test('generate prints a topology that validates, and an import does too', () => {
  const generated = runCli(['generate', 'ring', 'nodes=4'])
  const imported = runCli(['import', 'test/data/topology-zoo/Abilene.graphml'])
  for (const { stdout } of [generated, imported]) {
    const { status, stderr } = runCli(['validate', '-'], stdout)
    assert.equal(status, 0, stderr)
  }
})

test('graph draws every link in both formats', () => {
  const dot = runCli(['graph', 'topologies/abilene.yaml']).stdout
  const mermaid = runCli(['graph', 'topologies/abilene.yaml', '--format', 'mermaid']).stdout
  assert.equal(dot.match(/ -- /g)?.length, 14)
  assert.equal(mermaid.match(/ --- /g)?.length, 14)
})

test('completion scripts know every command', () => {
  for (const shell of ['bash', 'zsh', 'fish']) {
    const { stdout } = runCli(['completion', shell])
    for (const command of ['up', 'down', 'run', 'fault', 'heal'])
      assert.match(stdout, new RegExp(`\\b${command}\\b`))
  }
})

test('the help of everything fits 80 columns, and that of each command has an example', () => {
  const help = runCli(['--help']).stdout
  const names = [...help.slice(help.indexOf('\nCommands:')).matchAll(/^ {2}([a-z]+)/gm)].map(
    ([, name]) => name as string,
  )
  assert.ok(names.includes('up') && names.includes('completion'))
  const commands = names.filter((name) => name !== 'help').map((name) => [name])
  for (const command of [...commands, ['images', 'build']]) {
    const { status, stdout } = runCli([...command, '--help'])
    assert.equal(status, 0)
    assert.match(stdout, /Examples?:\n {2}chaoslemur /, command.join(' '))
    assert.deepEqual(tooWide(stdout), [])
  }
  assert.deepEqual(tooWide(help), [])
})

test('the examples that need no engine work', () => {
  const safe = [...(EXAMPLES.plan ?? []), ...(EXAMPLES.generate ?? []), ...(EXAMPLES.render ?? [])]
  const lines = safe
    .map((line) => line.replace(/ (>|-o) .*/, ''))
    .filter((l) => !/lab\.yaml/.test(l))
  for (const line of lines) assert.equal(runCli(line.split(' ')).status, 0, line)
})

test('a generated file names the seed that it was drawn with', () => {
  const { stdout } = runCli(['generate', 'waxman', 'nodes=4', '--seed', '9'])
  assert.match(stdout, /^# chaoslemur generate waxman nodes=4 --seed 9$/m)
})

test('render -o with --dry-run names the files and writes none', () => {
  const args = ['render', 'topologies/ring5.yaml', '--node', 'r1', '-o', 'no-such-folder']
  const { status, stdout } = runCli([...args, '--dry-run'])
  assert.equal(status, 0)
  assert.match(stdout, /^r1\//m)
  assert.ok(!existsSync(join(packageRoot(), 'no-such-folder')))
})

const tooWide = (text: string): readonly string[] =>
  text.split('\n').filter((line) => line.length > 80)
