/** The messages that the capture folder of a run holds, as MRT records in order of their files. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { HEADER_LENGTH } from '../../bgp/header.ts'
import { messageRecord } from '../../bgp/mrt/exchange.ts'
import type { MrtRecord, RecordedMessage } from '../../bgp/mrt/record.ts'
import { createMrtStream } from '../../bgp/mrt/stream.ts'
import { readBytes } from '../../lib/read-bytes.ts'
import { type CapturedMessage, createCaptureDecoder } from '../../measure/capture.ts'
import { speakersOf } from '../../measure/speakers.ts'
import type { Topology } from '../../model/topology.ts'

/** Below the run folder: a folder for each iteration. */
const CAPTURES = 'captures'
/** What the simulator writes there; a Docker lab leaves `<node>.pcap`, `<node>.2.pcap` after a restart. */
export const MESSAGE_FILE = 'messages.mrt.gz'

/** Empty where nothing was captured. `report`: told of what could not be read. */
export const readCaptures = async (
  folder: string,
  topology: Topology,
  report: (problem: string) => void,
): Promise<readonly RecordedMessage[]> => {
  const records: RecordedMessage[] = []
  const add = (record: RecordedMessage): void => {
    records.push(record)
  }
  for (const file of captureFiles(join(folder, CAPTURES))) {
    const tell = (problem: string) => report(`${file}: ${problem}`)
    if (file.endsWith('.pcap')) await readPcap(file, topology, add, tell)
    else await readMessages(file, add, tell)
  }
  return records
}

const captureFiles = (folder: string): readonly string[] => {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.pcap') || name.endsWith(MESSAGE_FILE))
    .sort()
    .map((name) => join(folder, name))
}

type Add = (record: RecordedMessage) => void

/** Read as it was when it was captured, so each message has the time that the journal has. */
const readPcap = async (
  file: string,
  topology: Topology,
  add: Add,
  tell: (problem: string) => void,
): Promise<void> => {
  const node = /([^/]*?)(?:\.\d+)?\.pcap$/.exec(file)?.[1] ?? ''
  const speakers = speakersOf(topology)
  const asns = new Map(topology.nodes.map(({ name, asn }) => [name, asn]))
  const asnOf = (address: string) => asns.get(speakers.get(address) ?? '')
  const decoder = createCaptureDecoder({
    node,
    addresses: new Set([...speakers].flatMap(([address, name]) => (name === node ? address : []))),
    onMessage: (message) => {
      if (isKept(message.octets)) add(recordOf(message, asnOf))
    },
  })
  const heard = (piece: Uint8Array) => {
    for (const seen of decoder.push(piece)) if (seen.type === 'observer-failed') tell(seen.what)
  }
  for await (const piece of readBytes(file)) heard(piece)
}

const readMessages = async (
  file: string,
  add: Add,
  tell: (problem: string) => void,
): Promise<void> => {
  const stream = createMrtStream({
    record: (record) => {
      if ((record as MrtRecord).type === 'message') add(record as RecordedMessage)
    },
    problem: ({ error }) => tell(error.message),
  })
  try {
    for await (const piece of readBytes(file)) stream.push(piece)
  } catch (error) {
    // A run that was ended half-way.
    tell(String(error))
  }
  stream.end()
}

const KEPT: readonly number[] = [1, 2, 3]

/** OPEN, UPDATE, NOTIFICATION: what changes something. */
const isKept = (octets: Uint8Array): boolean => KEPT.includes(octets[HEADER_LENGTH - 1] as number)

const recordOf = (
  { atMs, from, to, asn, asWidth, octets }: CapturedMessage,
  asnOf: (address: string) => number | undefined,
): RecordedMessage =>
  messageRecord({
    atMs,
    // Who is none of the lab (the source of a load) has said in its OPEN who it is.
    peer: { asn: asnOf(from) ?? asn ?? 0, address: from },
    own: { asn: asnOf(to) ?? 0, address: to },
    asWidth,
    message: octets.slice(),
  })
