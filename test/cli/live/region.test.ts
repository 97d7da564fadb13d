import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openRegion } from '../../../src/cli/live/region.ts'
import { ScreenDouble } from './screen-double.ts'

test('whatever is written meanwhile stands above, whole and in order', () => {
  const letters = fc.string({ unit: 'grapheme-ascii', maxLength: 30 })
  const action = fc.oneof(
    fc.record({ draw: fc.array(letters, { minLength: 1, maxLength: 6 }) }),
    fc.record({ log: letters }),
    // Whoever writes in pieces must not be cut up by the view.
    fc.record({ piece: letters }),
  )
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
      const screen = new ScreenDouble()
      const region = openRegion([screen])
      let text = ''
      let shown: readonly string[] = []
      for (const one of actions) {
        if ('draw' in one) {
          region.draw(one.draw)
          shown = one.draw
          continue
        }
        const more = 'log' in one ? `${one.log}\n` : one.piece
        screen.write(more)
        text += more
      }
      const whole = text.slice(0, text.lastIndexOf('\n') + 1)
      const above = whole.split('\n').map((line) => line.trimEnd())
      if (shown.length > 0) {
        const expected = [...above.slice(0, -1), ...shown.map((line) => line.trimEnd())]
        assert.deepEqual(screen.lines, expected)
      }
      region.close()
      assert.deepEqual(
        screen.lines,
        text.split('\n').map((line) => line.trimEnd()),
      )
    }),
  )
})

test('both streams of one terminal are kept apart from it, and given back afterwards', () => {
  const screen = new ScreenDouble()
  const other = { isTTY: true, write: (text: string) => screen.write(text) }
  const before = other.write
  const region = openRegion([screen, other])
  region.draw(['view'])
  other.write('data\n')
  assert.deepEqual(screen.lines, ['data', 'view'])
  region.close()
  assert.equal(other.write, before)
  other.write('more\n')
  assert.deepEqual(screen.lines, ['data', 'more', ''])
})

test('bytes that end inside a letter, and callbacks', async () => {
  const screen = new ScreenDouble()
  const region = openRegion([screen])
  const stream = screen as unknown as NodeJS.WritableStream
  region.draw(['view'])
  const bytes = Buffer.from('é\n')
  stream.write(bytes.subarray(0, 1))
  await new Promise<void>((done) => void stream.write(bytes.subarray(1), () => done()))
  assert.deepEqual(screen.lines, ['é', 'view'])
  region.close()
})

test('what the terminal echoes of Ctrl-C breaks no line of the view', () => {
  const screen = new ScreenDouble(20)
  const terminal = screen.write
  const region = openRegion([screen])
  region.draw(['a'.repeat(19), 'b'.repeat(19)])
  terminal('^C')
  screen.write('interrupted\n')
  region.close()
  assert.deepEqual(screen.lines, ['interrupted', ''])
})

test('a terminal that becomes narrower breaks the lines, and none of them stays behind', () => {
  const screen = new ScreenDouble(40)
  const region = openRegion([screen])
  screen.write('log\n')
  region.draw(['a'.repeat(39), 'b'.repeat(30), 'c'])
  screen.resize(20)
  region.draw(['a'.repeat(19), 'b'.repeat(19), 'c'])
  assert.deepEqual(screen.lines, ['log', 'a'.repeat(19), 'b'.repeat(19), 'c'])
  region.close()
  assert.deepEqual(screen.lines, ['log', ''])
})
