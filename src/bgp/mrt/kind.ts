/** What the registry knows of one kind of record. */
import type { Reader } from '../reader.ts'
import type { Writer } from '../writer.ts'
import type { MrtHeader } from './header.ts'
import type { MrtRecord } from './record.ts'

/** MRT type and subtype. */
export type Code = readonly [type: number, subtype: number]

export interface MrtKind<R extends MrtRecord = MrtRecord> {
  readonly name: R['type']
  readonly summary: string
  readonly codes: readonly Code[]
  /** The fields behind the header. Throws WireError; what is left in the reader does not count. */
  decode(reader: Reader, header: MrtHeader): R
  /** The code under which a record is written; RangeError when it cannot be. */
  codeOf(record: R): Code
  encode(writer: Writer, record: R): unknown
}

/** Erases which record a kind is for, so that kinds of all sorts fit one list. */
export const defineMrtKind = <R extends MrtRecord>(kind: MrtKind<R>): MrtKind =>
  kind as unknown as MrtKind
