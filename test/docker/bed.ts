/** A device under test of one test, and our own ends around it; gone with the test. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { connect } from '../../src/backends/docker/engine.ts'
import { type Bed, type BedWanted, floodPeers, openBed } from '../../src/dut/docker/bed.ts'
import type { TransferJob } from '../../src/flood/remote/client.ts'
import { plainStream } from '../../src/flood/synthetic/plain-stream.ts'
import type { FloodSetup, SyntheticStream } from '../../src/flood/types.ts'
import { packageRoot } from '../../src/lib/package-root.ts'
import { readTemplate } from '../kinds/recorded.ts'

export const bedParts = {
  engine: connect(),
  read: readTemplate,
  agentDockerfile: readFileSync(join(packageRoot(), 'docker/agent.Dockerfile'), 'utf8'),
  note: () => undefined,
}

export const bedOf = async (context: TestContext, wanted: BedWanted): Promise<Bed> => {
  const bed = await openBed(bedParts, wanted, context.signal)
  context.after(() => bed[Symbol.asyncDispose]())
  return bed
}

/** A slow machine is no failure: only silence is. */
export const PATIENCE_MS = 120_000

export const setupOf = (bed: Bed): FloodSetup => ({
  ...floodPeers(bed.layout),
  families: ['ipv4'],
  holdTimeS: 900,
  establishTimeoutMs: PATIENCE_MS,
  drain: false,
  canarySeed: '250.0.0.0',
})

/** /24 prefixes with a path for each UPDATE, split between the sources. */
export const tableOf = (tableSize: number, groupSize = 1): SyntheticStream =>
  plainStream(tableSize, {
    groupSize,
    seedPrefix: '128.0.0.0',
    prefixLength: 24,
    pathLength: 4,
  })

/** All of it at once, until every prefix has been seen. */
export const wholeOf = (stream: TransferJob['stream']): TransferJob => ({
  stream,
  sources: 'all',
  pace: { type: 'flat-out' },
  prebuilt: false,
  endOfRib: true,
  canaries: false,
  until: 'prefixes',
  idleTimeoutMs: PATIENCE_MS,
})
