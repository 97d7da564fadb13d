/** A terminal as far as the live view uses one: what a user would see, scrolled lines included. */
import { EventEmitter } from 'node:events'

const TOKEN = /\u001b\[(\d*)([A-Za-z])|[\s\S]/gu

export class ScreenDouble extends EventEmitter {
  readonly isTTY = true
  columns: number
  rows = 24
  /** All that was written, as it came. */
  written = ''
  #cells: string[][] = [[]]
  #row = 0
  #column = 0

  constructor(columns = 80) {
    super()
    this.columns = columns
  }

  get lines(): readonly string[] {
    return this.#cells.map((row) => row.join('').trimEnd())
  }

  write = (text: string): boolean => {
    this.written += text
    for (const [token, count, command] of text.matchAll(TOKEN)) this.#take(token, count, command)
    return true
  }

  /** As most terminals do, breaks the lines that do not fit any more; the cursor stays at its letter. */
  resize(columns: number): void {
    this.columns = columns
    const broken = this.#cells.map((row) =>
      Array.from({ length: Math.max(1, Math.ceil(row.length / columns)) }, (_, at) =>
        row.slice(at * columns, (at + 1) * columns),
      ),
    )
    this.#row = broken.slice(0, this.#row).flat().length + Math.floor(this.#column / columns)
    this.#column %= columns
    this.#cells = broken.flat()
    this.emit('resize')
  }

  #take(token: string, count = '', command?: string): void {
    if (command === 'A') this.#row = Math.max(0, this.#row - Number(count || 1))
    else if (command === 'J' || command === 'K') this.#erase(command === 'J')
    else if (command !== undefined) return
    else if (token === '\r') this.#column = 0
    else if (token === '\n') this.#nextLine()
    else this.#put(token)
  }

  #erase(below: boolean): void {
    this.#cells[this.#row] = (this.#cells[this.#row] ?? []).slice(0, this.#column)
    if (below) this.#cells = this.#cells.slice(0, this.#row + 1)
  }

  #nextLine(): void {
    this.#row++
    this.#column = 0
    this.#cells[this.#row] ??= []
  }

  #put(letter: string): void {
    if (this.#column >= this.columns) this.#nextLine()
    const row = this.#cells[this.#row] as string[]
    row[this.#column] = letter
    this.#column++
  }
}
