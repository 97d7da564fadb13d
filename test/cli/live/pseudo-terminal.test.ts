/** The whole program on a pseudo terminal (script of util-linux), as a user sees it. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { packageRoot } from '../../../src/lib/package-root.ts'
import { ScreenDouble } from './screen-double.ts'

const runs = mkdtempSync(join(tmpdir(), 'chaoslemur-live-'))
after(() => rmSync(runs, { recursive: true, force: true }))

const program = fileURLToPath(new URL('../../../src/cli/main.js', import.meta.url))

const play = (environment: Readonly<Record<string, string>>, options = ''): string => {
  const command = `stty cols 90 rows 30; '${process.execPath}' '${program}' run experiments/abilene.yaml --backend sim --runs '${runs}' ${options}`
  const { TERM: _, NO_COLOR: __, ...rest } = process.env
  const { stdout, status, stderr } = spawnSync('script', ['-qec', command, '/dev/null'], {
    cwd: packageRoot(),
    encoding: 'utf8',
    input: '',
    env: { ...rest, CHAOSLEMUR_ROOT: packageRoot(), LC_ALL: 'C.UTF-8', ...environment },
  })
  assert.equal(status, 0, `${stdout}${stderr}`)
  return stdout
}

/** What is left on the screen. */
const screenOf = (text: string): readonly string[] => {
  const screen = new ScreenDouble(90)
  screen.write(text)
  return screen.lines
}

test('on a terminal there is a view, which is gone in the end; the summary names the report', () => {
  const text = play({ TERM: 'xterm' })
  assert.match(text, /\u001b\[J/)
  assert.match(text, /sessions {2}/)
  const lines = screenOf(text)
  assert.match(lines[0] ?? '', /^chaoslemur runs abilene on the simulator/)
  assert.ok(lines.includes('verdict: passed'))
  assert.ok(lines.some((line) => /^report: .*report\.html$/.test(line)))
  assert.ok(!lines.some((line) => /^(sessions|updates|events) {2}/.test(line)), lines.join('\n'))
  assert.ok(!text.includes('\u001b[?25l'), 'the cursor is never hidden')
})

test('NO_COLOR: the same view without colours', () => {
  const text = play({ TERM: 'xterm', NO_COLOR: '1' })
  assert.match(text, /\u001b\[J/)
  assert.ok(![...text.matchAll(/\u001b\[\d*m/g)].length)
})

test('a dumb terminal, and a run whose data go to stdout, get plain lines', () => {
  for (const text of [play({ TERM: 'dumb' }), play({ TERM: 'xterm' }, '--json')]) {
    assert.ok(!text.includes('\u001b'))
    assert.match(text, /steady state reached/)
  }
})
