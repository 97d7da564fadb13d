import assert from 'node:assert/strict'
import { test } from 'node:test'
import { courseOf, groupAt, numberAt } from '../../../src/flood/synthetic/numbering.ts'

const SOURCES = 3
const TABLE = 10

const groupsOf = (index: number, firstNumber: number, wholeTable: boolean): number[] => {
  const course = courseOf(TABLE, SOURCES, index, firstNumber, wholeTable)
  return Array.from({ length: course.groups }, (_, k) => groupAt(course, k)).sort((a, b) => a - b)
}

const all = Array.from({ length: TABLE }, (_, group) => group)

for (const firstNumber of [1, 7, 40]) {
  test(`from number ${firstNumber}, the sources share the table between them`, () => {
    const shares = [0, 1, 2].flatMap((index) => groupsOf(index, firstNumber, false))
    assert.deepEqual(
      shares.sort((a, b) => a - b),
      all,
    )
  })

  test(`from number ${firstNumber}, each source has the whole table, and no number is used twice`, () => {
    const courses = [0, 1, 2].map((index) => courseOf(TABLE, SOURCES, index, firstNumber, true))
    for (const index of courses.keys()) assert.deepEqual(groupsOf(index, firstNumber, true), all)
    const numbers = courses.flatMap((course) => all.map((k) => numberAt(course, k)))
    assert.equal(new Set(numbers).size, SOURCES * TABLE)
  })
}
