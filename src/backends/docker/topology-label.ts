import { deflateRawSync, inflateRawSync } from 'node:zlib'
import type { Topology } from '../../model/topology.ts'

/** The resolved topology as a label: the lab carries its own description, whatever happens to files. */
export const packTopology = (topology: Topology): string =>
  deflateRawSync(JSON.stringify(topology)).toString('base64')

export const unpackTopology = (label: string): Topology =>
  JSON.parse(inflateRawSync(Buffer.from(label, 'base64')).toString()) as Topology
