import { createHash } from 'node:crypto'

/** Twelve hex digits that depend on the content only. Objects must be built in a fixed key order. */
export const hash = (content: unknown): string =>
  createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12)
