/** `chaoslemur bench dut` as its users run it, and what it leaves behind however it ends: nothing. */
import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { DutRecord } from '../../src/dut/bench/record.ts'
import { engineTest } from './engine.ts'
import { chaoslemur, start, until } from './lab.ts'
import { engine } from './look.ts'

const OPTIONS = { timeout: 600_000 }
/** Others may use this machine. */
const NOT_OURS = ['contended', 'scattered', 'generator-bound']

describe('bench dut', () => {
  engineTest('a record for each daemon, with figures that agree', OPTIONS, async () => {
    const { status, stdout, stderr } = await chaoslemur(
      ...['bench', 'dut', '--kind', 'bird,frr', '--prefixes', '3k', '--peers', '3'],
      ...['--repeat', '2', '--table', 'same', '--cpus', '1', '--memory', '512m', '--json'],
    )
    const records = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as DutRecord)
    assert.deepEqual(
      records.map(({ dut }) => dut),
      ['bird', 'frr'],
      stderr,
    )
    for (const record of records) check(record)
    assert.equal(status, records.some(({ flags }) => flags.length > 0) ? 4 : 0, stderr)
  })

  engineTest('interrupted, it takes everything away', OPTIONS, async () => {
    const { child, ended, says } = start(['bench', 'dut', '--kind', 'bird', '--repeat', '100'])
    await says(/run 2 of 100/, 120_000)
    const bench = await nameOf(child.pid as number)
    child.kill('SIGINT')
    const { status, stderr } = await ended
    assert.equal(status, 130, stderr)
    assert.deepEqual(await left(bench), [])
  })

  engineTest('killed, its daemon ends with it, and the next one sweeps', OPTIONS, async () => {
    const { child, ended, says } = start(['bench', 'dut', '--kind', 'bird', '--repeat', '100'])
    await says(/run 1 of 100/, 120_000)
    const bench = await nameOf(child.pid as number)
    child.kill('SIGKILL')
    await ended
    const running = await until(
      () => engine.listContainers({ filters: { name: [bench] } }),
      (found) => found.length === 0,
    )
    assert.deepEqual(running, [])
    const next = ['--kind', 'bird', '--prefixes', '100', '--peers', '1']
    const { status, stderr } = await chaoslemur('bench', 'dut', ...next)
    assert.ok(status === 0 || status === 4, stderr)
    assert.deepEqual(await left(bench), [])
  })
})

const check = ({ dut, version, runs, flags, median }: DutRecord): void => {
  assert.match(version, /^\d+\.\d+/, dut)
  assert.equal(runs.length, 2, dut)
  const ours = flags.filter((flag) => !NOT_OURS.includes(flag))
  assert.deepEqual(ours, [], `${dut}: ${runs.map(({ reason }) => reason)}`)
  assert.ok(median)
  assert.equal(median.expectedPrefixes, 3000)
  assert.equal(median.tablePrefixes, 3000)
  assert.equal(median.missingPrefixes, 0)
  assert.ok(median.firstRouteMs > 0 && median.firstRouteMs <= median.allRoutesMs, dut)
  assert.ok(median.establishedMs > 0 && median.dutPeakBytes > 1 << 20, dut)
}

/** The name of all that a process has made; the network comes first. */
const nameOf = async (pid: number): Promise<string> => {
  const found = await until(
    async () => {
      const filters = { label: ['chaoslemur.bench'] }
      const networks = await engine.listNetworks({ filters })
      return networks.find(({ Labels = {} }) =>
        Labels['chaoslemur.bench.owner']?.endsWith(`/${pid}`),
      )
    },
    (network) => network !== undefined,
  )
  assert.ok(found, 'it makes no network')
  return found.Name
}

const left = async (bench: string): Promise<readonly string[]> => {
  const filters = { label: [`chaoslemur.bench=${bench}`] }
  const [containers, networks] = await Promise.all([
    engine.listContainers({ all: true, filters }),
    engine.listNetworks({ filters }),
  ])
  return [...containers.flatMap(({ Names }) => Names), ...networks.map(({ Name }) => Name)]
}
