import type { Path } from '../yaml-source.ts'

/** Notes a problem at a path of the file. A step that met one gives back what it could make. */
export type Report = (
  path: Path,
  message: string,
  where?: { hint?: string | undefined; at?: 'key' | 'value' },
) => void
