/** A fault of an input file with its place. Here is the only place that makes its text. */
import { InputError } from '../lib/errors.ts'

export interface Problem {
  readonly file: string
  /** From 1, like `column`. */
  readonly line: number
  readonly column: number
  /** How many characters of the line are meant. */
  readonly width: number
  /** The line as it stands in the file. */
  readonly lineText: string
  readonly message: string
  /** What to write instead. */
  readonly hint?: string | undefined
}

/** `file:line:column: message`, a code frame and the hint under what is meant. */
export const formatProblem = (problem: Problem): string => {
  const { text, column } = crop(problem.lineText, problem.column)
  const number = String(problem.line)
  const width = Math.max(1, Math.min(problem.width, text.length - column + 1))
  const marks = `${' '.repeat(column - 1)}${'^'.repeat(width)}`
  return [
    `${problem.file}:${problem.line}:${problem.column}: ${printable(problem.message)}`,
    `  ${number} | ${text}`,
    `  ${' '.repeat(number.length)} | ${marks}${problem.hint ? ` ${printable(problem.hint)}` : ''}`,
  ].join('\n')
}

/** Throws all problems as one error, in the order of the file. */
export const throwIfAny = (problems: readonly Problem[]): void => {
  if (problems.length === 0) return
  const sorted = problems.toSorted((a, b) => a.line - b.line || a.column - b.column)
  const texts = [...new Set(sorted.map(formatProblem))]
  const error = new InputError(texts)
  // Each text has several lines, so an empty one keeps them apart.
  error.message = texts.join('\n\n')
  throw error
}

const MAX_LINE = 120
const BEFORE = 40

/** Keeps a very long line readable: shows what surrounds the column. */
const crop = (line: string, column: number): { text: string; column: number } => {
  const text = printable(line).trimEnd()
  if (text.length <= MAX_LINE) return { text, column }
  const start = Math.max(0, column - 1 - BEFORE)
  const shown = text.slice(start, start + MAX_LINE)
  return start === 0
    ? { text: `${shown}...`, column }
    : {
        text: `...${shown}${start + MAX_LINE < text.length ? '...' : ''}`,
        column: column - start + 3,
      }
}

/** A file must not be able to steer the terminal, and a tab would move the marks. */
const printable = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ')
