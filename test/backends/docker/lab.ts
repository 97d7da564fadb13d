/** A lab for the tests of the Docker backend, rendered with the real kinds and templates. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type DesiredLab, desiredLab } from '../../../src/backends/docker/desired.ts'
import { findKind } from '../../../src/kinds/index.ts'
import { packageRoot } from '../../../src/lib/package-root.ts'
import type { Kind } from '../../../src/model/kind.ts'
import type { Topology } from '../../../src/model/topology.ts'

export const kinds = (name: string): Kind => {
  const kind = findKind(name)
  if (!kind) throw new Error(`no kind ${name}`)
  return kind
}

const read = (path: string): string => readFileSync(join(packageRoot(), 'templates', path), 'utf8')

export const desired = (topology: Topology): DesiredLab => desiredLab(topology, { kinds, read })
