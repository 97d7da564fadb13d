import { closeSync, openSync, writeSync } from 'node:fs'

/** A pcap file that grows while the capture runs; what is in it is on disk, whatever happens next. */
export class CaptureFile {
  readonly #descriptor: number
  #open = true

  constructor(path: string) {
    this.#descriptor = openSync(path, 'w')
  }

  write(bytes: Uint8Array): void {
    if (this.#open) writeSync(this.#descriptor, bytes)
  }

  close(): void {
    if (this.#open) closeSync(this.#descriptor)
    this.#open = false
  }
}
