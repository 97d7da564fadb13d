/** Every kind of MRT record that is read and written. */
import type { MrtKind } from '../kind.ts'
import { message } from './message.ts'
import { oldMessage } from './old-message.ts'
import { oldStateChange } from './old-state-change.ts'
import { peerIndexTable } from './peer-index-table.ts'
import { rib } from './rib.ts'
import { ribGeneric } from './rib-generic.ts'
import { stateChange } from './state-change.ts'
import { tableDump } from './table-dump.ts'

export const mrtKinds: readonly MrtKind[] = [
  tableDump,
  peerIndexTable,
  rib,
  ribGeneric,
  message,
  stateChange,
  oldMessage,
  oldStateChange,
]

const key = (type: number, subtype: number): number => type * 0x10000 + subtype

const byCode = new Map(
  mrtKinds.flatMap((kind) => kind.codes.map(([type, subtype]) => [key(type, subtype), kind])),
)

export const kindOfCode = (type: number, subtype: number): MrtKind | undefined =>
  byCode.get(key(type, subtype))

export const kindOfName = (name: string): MrtKind | undefined =>
  mrtKinds.find((kind) => kind.name === name)
