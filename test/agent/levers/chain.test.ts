import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { CHAIN, chainCommand, type Rules, setChain } from '../../../src/agent/levers/chain.ts'
import type { Shell } from '../../../src/agent/shell.ts'

const NONE: Rules = { ipv4: [], ipv6: [] }
const TOOLS = ['iptables', 'ip6tables', 'iptables-restore', 'ip6tables-restore']

interface Ran {
  readonly status: number | null
  /** Calls of a tool: its arguments, or for a restore its arguments and stdin. */
  calls(tool: string): readonly string[]
}

/** Runs the command line with tools that only note how they were called; those in `failing` fail. */
const ranWith = (command: string, failing: readonly string[] = []): Ran => {
  const folder = mkdtempSync(join(tmpdir(), 'chain-'))
  for (const tool of TOOLS) {
    const input = tool.endsWith('restore') ? `; cat >> ${folder}/${tool}.log` : ''
    const fails = failing.map((pattern) => `case "${tool} $*" in ${pattern}) exit 1;; esac`)
    const lines = ['#!/bin/sh', `echo "$*" >> ${folder}/${tool}.log${input}`, ...fails, 'exit 0']
    writeFileSync(join(folder, tool), `${lines.join('\n')}\n`)
    chmodSync(join(folder, tool), 0o755)
    writeFileSync(join(folder, `${tool}.log`), '')
  }
  const { status } = spawnSync('sh', ['-c', command], {
    env: { PATH: `${folder}:${process.env.PATH}` },
  })
  const logs = new Map(
    TOOLS.map((tool) => [tool, readFileSync(join(folder, `${tool}.log`), 'utf8')]),
  )
  rmSync(folder, { recursive: true })
  const calls = (tool: string) => (logs.get(tool) ?? '').split('\n').filter((line) => line !== '')
  return { status, calls }
}

test('installs all rules of a family in one transaction that keeps what is not ours', () => {
  const rules = {
    ipv4: ['-i eth0 -j DROP', '-s 10.0.0.1 -m comment --comment x -j DROP'],
    ipv6: [],
  }
  const ran = ranWith(chainCommand(CHAIN, rules), ['iptables\\ *-C*'])
  assert.equal(ran.status, 0)
  assert.deepEqual(ran.calls('iptables-restore'), [
    '--noflush',
    '*raw',
    ':CHAOSLEMUR - [0:0]',
    '-A CHAOSLEMUR -i eth0 -j DROP',
    '-A CHAOSLEMUR -s 10.0.0.1 -m comment --comment x -j DROP',
    'COMMIT',
  ])
  assert.deepEqual(ran.calls('iptables'), [
    '-t raw -C PREROUTING -j CHAOSLEMUR',
    '-t raw -I PREROUTING -j CHAOSLEMUR',
  ])
  assert.deepEqual(ran.calls('ip6tables-restore'), [])
})

test('the jump is there already: it is not put in twice', () => {
  const ran = ranWith(chainCommand(CHAIN, { ipv4: ['-j DROP'], ipv6: ['-j DROP'] }))
  assert.deepEqual(ran.calls('iptables'), ['-t raw -C PREROUTING -j CHAOSLEMUR'])
  assert.deepEqual(ran.calls('ip6tables'), ['-t raw -C PREROUTING -j CHAOSLEMUR'])
})

test('no rules remove the jump and the chain, and nothing else is flushed', () => {
  const ran = ranWith(chainCommand('CHAOSLEMUR-LOSS-eth1', NONE))
  assert.equal(ran.status, 0)
  assert.deepEqual(ran.calls('iptables'), [
    '-t raw -S CHAOSLEMUR-LOSS-eth1',
    '-t raw -D PREROUTING -j CHAOSLEMUR-LOSS-eth1',
    '-t raw -F CHAOSLEMUR-LOSS-eth1',
    '-t raw -X CHAOSLEMUR-LOSS-eth1',
  ])
  assert.deepEqual(ran.calls('ip6tables'), ran.calls('iptables'))
})

test('no rules and no chain: looked for, left alone, a success', () => {
  const ran = ranWith(chainCommand(CHAIN, NONE), ['*-S*'])
  assert.equal(ran.status, 0)
  assert.deepEqual(ran.calls('iptables'), ['-t raw -S CHAOSLEMUR'])
})

test('a family that fails makes the whole fail, whichever it is', () => {
  const both = { ipv4: ['-j DROP'], ipv6: ['-j DROP'] }
  for (const tool of ['iptables-restore', 'ip6tables-restore']) {
    assert.equal(ranWith(chainCommand(CHAIN, both), [`${tool}\\ *`]).status, 1, tool)
  }
})

/** Answers the command with `status` and the listing with `listing`. */
const scripted = (status: number, listing: string) =>
  ({
    run: async (command: string) =>
      command.includes('-S CHAOSLEMUR 2>/dev/null')
        ? { status: 0, output: listing }
        : { status, output: status === 0 ? '' : 'iptables: Permission denied.\n' },
  }) as unknown as Shell

test('counts the rules that hold, of our chain only', async () => {
  const listing = '-N CHAOSLEMUR\n-A CHAOSLEMUR -j DROP\n-A CHAOSLEMUR-LOSS-eth0 -j DROP\n'
  const rules = { ipv4: ['-j DROP'], ipv6: [] }
  assert.equal(await setChain(scripted(0, listing), CHAIN, rules), 'CHAOSLEMUR: 1 rules')
})

test('rules that do not show, or that stay, are an error', async () => {
  const rules = { ipv4: ['-j DROP'], ipv6: ['-j DROP'] }
  await assert.rejects(
    setChain(scripted(0, '-A CHAOSLEMUR -j DROP\n'), CHAIN, rules),
    /CHAOSLEMUR holds 1 rules instead of 2/,
  )
  await assert.rejects(
    setChain(scripted(0, '-A CHAOSLEMUR -j DROP\n'), CHAIN, NONE),
    /holds 1 rules instead of 0/,
  )
})

test('what the tool says is in the error', async () => {
  await assert.rejects(setChain(scripted(1, ''), CHAIN, NONE), /Permission denied/)
})
