import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { XMLParser, XMLValidator } from 'fast-xml-parser'
import type { RunEvent } from '../../src/model/event.ts'
import { renderJunit } from '../../src/report/junit.ts'
import { golden } from '../golden.ts'
import { entriesOf, repeatedRun, STORY, sampleRun, settled } from './sample-run.ts'

const parser = new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '' })

const suiteOf = (xml: string) => {
  assert.equal(XMLValidator.validate(xml), true)
  const { testsuite } = parser.parse(xml).testsuites
  const cases = [testsuite.testcase].flat() as {
    name: string
    error?: unknown
    failure?: unknown
  }[]
  return { testsuite, caseNamed: (name: string) => cases.find((found) => found.name === name) }
}

const withEvents = (verdict: 'failed' | 'invalid', ...events: readonly RunEvent[]) =>
  suiteOf(
    renderJunit(
      sampleRun({
        entries: entriesOf([...STORY, ...events]),
        result: { verdict, reasons: ['the first reason'] },
      }),
    ),
  )

describe('junit.xml', () => {
  test('of a failed run', () => golden(renderJunit(sampleRun()), 'test/golden/report/junit.xml'))

  test('of several iterations', () =>
    golden(renderJunit(repeatedRun()), 'test/golden/report/junit-repeated.xml'))

  test('counts what it holds', () => {
    const { testsuite } = suiteOf(renderJunit(sampleRun()))
    assert.deepEqual(
      [testsuite.tests, testsuite.failures, testsuite.errors, testsuite.skipped],
      ['7', '1', '0', '1'],
    )
  })

  test('an invalid run turns every assertion into an error, passed or not', () => {
    const { testsuite, caseNamed } = withEvents('invalid', {
      type: 'fault-unverified',
      at: 0,
      instance: 'cut',
      half: 'injection',
      reason: 'r1: read back up',
    })
    assert.deepEqual(caseNamed('trust')?.error, {
      message: 'cut was not verified: r1: read back up',
    })
    assert.ok(caseNamed('convergence(cut) <= 2s')?.error)
    assert.deepEqual([testsuite.errors, testsuite.failures], ['3', '0'])
  })

  test('a heal that was not verified is an error of `heal`', () => {
    const { caseNamed } = withEvents('invalid', {
      type: 'fault-unverified',
      at: 0,
      instance: 'cut',
      half: 'reversion',
      reason: 'r1: read back down',
    })
    assert.deepEqual(caseNamed('heal')?.error, { message: 'cut: r1: read back down' })
  })

  test('a network that settled wrongly is a failure of `settle`', () => {
    const wrong = settled('cut', 'injection', 'converged-wrong', { differences: ['r1 lacks x'] })
    const failure = withEvents('failed', wrong).caseNamed('settle')?.failure
    assert.deepEqual(failure, {
      '#text': 'injection of cut: converged-wrong\nr1 lacks x',
      message: 'injection of cut: converged-wrong',
    })
  })

  test('any text survives, control characters become replacement characters', () => {
    const text = `a <b> & "c" 'd' ]]> \u0007 \u{1f412}`
    const xml = renderJunit(sampleRun({ assertions: [text] }))
    assert.equal(XMLValidator.validate(xml), true)
    assert.ok(suiteOf(xml).caseNamed(text.replace('\u0007', '\ufffd')))
  })
})
