import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { backendsOptions } from '../../../bench/backends/options.ts'
import { choosePlans, readPlanFile } from '../../../bench/backends/plans.ts'
import { InputError } from '../../../src/lib/errors.ts'

describe('plans that are played on both backends', () => {
  it('are all that there are, or those that are named', () => {
    const names = choosePlans([]).map(({ name }) => name)
    assert.ok(names.includes('abilene') && names.includes('link-down'))
    assert.deepEqual(
      choosePlans(['link-down', 'abilene']).map(({ name }) => name),
      ['abilene', 'link-down'],
    )
    assert.throws(() => choosePlans(['link-dwon']), InputError)
  })

  it('have labs of their own', async () => {
    const [file] = choosePlans(['link-down'])
    assert.ok(file)
    const { plan } = await readPlanFile(file)
    assert.equal(plan.topology.name, 'side-by-side-ring5')
  })
})

describe('options of the bench', () => {
  it('say what is done on Docker', () => {
    assert.equal(backendsOptions([]).docker, 'play')
    assert.equal(backendsOptions(['--skip-docker']).docker, 'skip')
    assert.equal(backendsOptions(['--reuse-docker']).docker, 'reuse')
  })

  it('are refused where they are not understood', () => {
    assert.throws(() => backendsOptions(['--dokcer']), InputError)
    assert.throws(() => backendsOptions(['--skip-docker', '--reuse-docker']), InputError)
  })
})
